package dev.reader.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reader.client.error.ReaderException;
import dev.reader.client.testing.MariaDbExtension;
import dev.reader.client.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MariaDbExtension.class)
class JdbcDeliveryLogOnMariaDbTest extends JdbcDeliveryLogContract {
    private static MariaDbServer server;

    @BeforeAll
    static void server(MariaDbServer mariaDb) {
        server = mariaDb;
    }

    @Override
    DataSource dataSource() {
        return server.dataSource();
    }

    @Test
    void waitForAnotherAttempt_endsAfterTheLockTimeout() throws Exception {
        DeliveryTable table =
                DeliveryTable.builder().lockTimeout(Duration.ofSeconds(1)).build();
        try (Connection first = dataSource().getConnection()) {
            first.setAutoCommit(false);
            table.log(first).firstTime("a");

            assertThatExceptionOfType(ReaderException.class)
                    .isThrownBy(() -> table.inTransaction(dataSource(), "a", c -> effect(c, "a")))
                    .withMessageStartingWith(
                            "another attempt at delivery a is still running after the lock time-out of PT1S");
        }
        assertThat(committed("effect")).isZero();
    }

    @Test
    void handlerThatCatchesTheRollbackOfItsTransaction_fails() throws SQLException {
        assertThatExceptionOfType(ReaderException.class)
                .isThrownBy(() -> JdbcDeliveryLog.inTransaction(dataSource(), "a", c -> {
                    effect(c, "a");
                    try (Statement statement = c.createStatement()) {
                        // as InnoDB does with the transaction that it chooses to end a deadlock
                        statement.execute("ROLLBACK");
                    }
                    effect(c, "outside of the transaction");
                }))
                .withMessageStartingWith(
                        "the handler of delivery a returned, but its transaction was aborted or ended");

        assertThat(committed("effect")).isZero();
        assertThat(committed("reader_webhook_delivery")).isZero();
    }
}
