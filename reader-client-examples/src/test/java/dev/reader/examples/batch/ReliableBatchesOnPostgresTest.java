package dev.reader.examples.batch;

import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ReliableBatchesOnPostgresTest extends ReliableBatchesContract {
    private final PostgresServer server;

    ReliableBatchesOnPostgresTest(PostgresServer server) {
        this.server = server;
    }

    @Override
    String url() {
        return server.url();
    }
}
