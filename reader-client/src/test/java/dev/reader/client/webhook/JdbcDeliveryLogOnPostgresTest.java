package dev.reader.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reader.client.testing.Await;
import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

@ExtendWith(PostgresExtension.class)
class JdbcDeliveryLogOnPostgresTest extends JdbcDeliveryLogContract {
    private static PostgresServer server;

    @BeforeAll
    static void server(PostgresServer postgres) {
        server = postgres;
    }

    @Override
    DataSource dataSource() {
        return server.dataSource();
    }

    @Override
    void secondIsBlocked() throws Exception {
        try (Connection observer = dataSource().getConnection();
                Statement statement = observer.createStatement()) {
            Await.until("a transaction waits for another", () -> {
                try (ResultSet waiting =
                        statement.executeQuery("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
                    return waiting.next();
                }
            });
        }
    }

    @Test
    void laterDuplicate_raisesNoServerError() throws Exception {
        int logged = server.log().length();
        try (Connection connection = dataSource().getConnection()) {
            connection.setAutoCommit(false);
            JdbcDeliveryLog log = JdbcDeliveryLog.on(connection);
            assertThat(log.firstTime("a")).isTrue();
            connection.commit();
            assertThat(log.firstTime("a")).isFalse();
            connection.commit();
        }
        assertThat(server.log().substring(logged)).doesNotContain("ERROR");
    }

    @Test
    void killedConnection_leavesNothing() throws SQLException {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> JdbcDeliveryLog.inTransaction(dataSource(), "a", connection -> {
                    effect(connection, "a");
                    kill(connection);
                    effect(connection, "after");
                }))
                .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());

        assertThat(committed("effect")).isZero();
        assertThat(JdbcDeliveryLog.inTransaction(dataSource(), "a", connection -> effect(connection, "a")))
                .isTrue();
        assertThat(committed("effect")).isEqualTo(1);
    }

    private void kill(Connection victim) throws SQLException {
        int backend = victim.unwrap(PGConnection.class).getBackendPID();
        try (Connection killer = dataSource().getConnection();
                Statement statement = killer.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(" + backend + ", 20000)");
        }
    }
}
