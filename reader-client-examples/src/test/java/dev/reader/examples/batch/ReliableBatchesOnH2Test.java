package dev.reader.examples.batch;

import java.util.UUID;

class ReliableBatchesOnH2Test extends ReliableBatchesContract {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000";

    @Override
    String url() {
        return url;
    }
}
