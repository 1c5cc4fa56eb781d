package dev.reader.client.webhook;

import dev.reader.client.testing.MariaDbExtension;
import dev.reader.client.testing.MariaDbServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MariaDbExtension.class)
class WebhookInboxOnMariaDbTest extends WebhookInboxContract {
    private static DataSource dataSource;

    @BeforeAll
    static void server(MariaDbServer server) {
        dataSource = server.dataSource();
    }

    @Override
    DataSource dataSource() {
        return dataSource;
    }
}
