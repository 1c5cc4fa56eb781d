package dev.reader.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JdbcDeliveryLogOnH2Test extends JdbcDeliveryLogContract {
    private static final JdbcConnectionPool POOL =
            JdbcConnectionPool.create("jdbc:h2:mem:deliveries;LOCK_TIMEOUT=20000", "sa", "");

    @AfterAll
    static void dispose() {
        POOL.dispose();
    }

    @Override
    DataSource dataSource() {
        return POOL;
    }

    @Test
    void inTransaction_restoresAutoCommit() throws SQLException {
        JdbcConnectionPool one = JdbcConnectionPool.create("jdbc:h2:mem:one;DB_CLOSE_DELAY=-1", "sa", "");
        one.setMaxConnections(1);
        try {
            try (Connection connection = one.getConnection()) {
                JdbcDeliveryLog.createTable(connection);
                assertThat(connection.getAutoCommit()).isTrue();
            }
            JdbcDeliveryLog.inTransaction(
                    one, "a", c -> assertThat(c.getAutoCommit()).isFalse());
            try (Connection connection = one.getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
            }
        } finally {
            one.dispose();
        }
    }
}
