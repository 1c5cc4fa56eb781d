package dev.reader.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.error.ReaderException;
import dev.reader.client.testing.Await;
import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

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

    @Override
    int rounds() {
        return 40;
    }

    @Test
    void tableName_canHaveASchema() throws SQLException {
        DeliveryTable table = DeliveryTable.builder().name("hooks.deliveries").build();
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS hooks CASCADE");
            statement.execute("CREATE SCHEMA hooks");
            table.create(connection);
            table.create(connection);
            try (ResultSet indexes = statement.executeQuery(
                    "SELECT indexname FROM pg_indexes WHERE schemaname = 'hooks' ORDER BY indexname")) {
                assertThat(indexes.next()).isTrue();
                assertThat(indexes.getString(1)).isEqualTo("deliveries_pkey");
                assertThat(indexes.next()).isTrue();
                assertThat(indexes.getString(1)).isEqualTo("deliveries_recorded_at");
            }
        }
        assertThat(table.inTransaction(dataSource(), "a", c -> effect(c, "a"))).isTrue();
        assertThat(table.inTransaction(dataSource(), "a", c -> effect(c, "a"))).isFalse();
    }

    @Test
    void handlerThatCatchesAnSqlError_failsInsteadOfLosingTheEvent() throws SQLException {
        uniqueEffects();
        assertThatExceptionOfType(ReaderException.class)
                .isThrownBy(() -> JdbcDeliveryLog.inTransaction(
                        dataSource(), "a", JdbcDeliveryLogOnPostgresTest::insertOrIgnoreByCatching))
                .withMessageStartingWith("the handler of delivery a returned, but its transaction was aborted or ended"
                        + " meanwhile: ERROR: current transaction is aborted")
                .satisfies(e ->
                        assertThat(((SQLException) e.getCause()).getSQLState()).isEqualTo("25P02"));

        assertThat(committed("effect")).isEqualTo(1);
        assertThat(committed("reader_webhook_delivery")).isZero();
    }

    @Test
    void handlerThatCatchesAnSqlError_inCallersTransaction_failsAndLeavesItUsable() throws SQLException {
        uniqueEffects();
        try (Connection connection = dataSource().getConnection()) {
            connection.setAutoCommit(false);
            effect(connection, "before");
            assertThatExceptionOfType(ReaderException.class)
                    .isThrownBy(
                            () -> JdbcDeliveryLog.on(connection).once("a", () -> insertOrIgnoreByCatching(connection)))
                    .withMessageContaining("current transaction is aborted");
            effect(connection, "after");
            connection.commit();
        }
        assertThat(committed("effect")).isEqualTo(3);
        assertThat(committed("reader_webhook_delivery")).isZero();
    }

    @Test
    void receiver_respondsWith500ToHandlerThatCatchesAnSqlError() throws SQLException {
        uniqueEffects();
        WebhookReceiver receiver = WebhookReceiver.builder(Deliveries.VERIFIER)
                .build(dataSource(), (connection, event) -> insertOrIgnoreByCatching(connection));
        Map<String, String> headers = Deliveries.completed("a");

        assertThat(receiver.receive(headers::get, Deliveries.BODY)).isEqualTo(500);
        assertThat(receiver.receive(headers::get, Deliveries.BODY)).isEqualTo(500);
    }

    @Test
    void effectThatRollsBack_isNotRecorded() throws SQLException {
        assertThatExceptionOfType(ReaderException.class)
                .isThrownBy(() -> JdbcDeliveryLog.inTransaction(dataSource(), "a", c -> {
                    effect(c, "a");
                    c.rollback();
                }))
                .withMessageStartingWith(
                        "the handler of delivery a returned, but its transaction was aborted or ended meanwhile: ")
                .withMessageEndingWith(
                        "A handler that catches an SQLException must first roll back to a savepoint of its"
                                + " own, and must not commit or roll back the transaction");

        assertThat(committed("effect")).isZero();
        assertThat(committed("reader_webhook_delivery")).isZero();
    }

    private void uniqueEffects() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE UNIQUE INDEX effect_once ON effect (delivery)");
            effect(connection, "present");
        }
    }

    private static void insertOrIgnoreByCatching(Connection connection) throws SQLException {
        effect(connection, "event");
        try {
            effect(connection, "present");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("23505");
        }
    }

    @Test
    void waitForAnotherAttempt_endsAfterTheLockTimeout() throws Exception {
        DeliveryTable table =
                DeliveryTable.builder().lockTimeout(Duration.ofSeconds(1)).build();
        try (Connection first = dataSource().getConnection();
                HikariDataSource one = poolOfOne()) {
            first.setAutoCommit(false);
            table.log(first).firstTime("a");

            assertThatExceptionOfType(ReaderException.class)
                    .isThrownBy(() -> table.inTransaction(one, "a", c -> effect(c, "a")))
                    .withMessageStartingWith("another attempt at delivery a is still running after the lock time-out of"
                            + " PT1S, or the database's own: ");
            // the only connection is free again, and the other delivery does not wait
            assertThat(table.inTransaction(one, "b", c -> effect(c, "b"))).isTrue();
            first.rollback();
            assertThat(table.inTransaction(one, "a", c -> effect(c, "a"))).isTrue();
        }
        assertThat(committed("effect")).isEqualTo(2);
    }

    @Test
    void lockTimeoutInCallersTransaction_leavesItUsable() throws Exception {
        DeliveryTable table =
                DeliveryTable.builder().lockTimeout(Duration.ofSeconds(1)).build();
        try (Connection first = dataSource().getConnection();
                Connection second = dataSource().getConnection()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            table.log(first).firstTime("a");
            effect(second, "before");

            assertThatExceptionOfType(ReaderException.class)
                    .isThrownBy(() -> table.log(second).once("a", () -> effect(second, "a")));
            second.commit();
        }
        assertThat(committed("effect")).isEqualTo(1);
    }

    @Test
    void handlerTimeout_releasesConnectionAndLocks_evenInAStatement() throws Exception {
        DeliveryTable table =
                DeliveryTable.builder().handlerTimeout(Duration.ofMillis(300)).build();
        try (HikariDataSource one = poolOfOne()) {
            assertThatExceptionOfType(ReaderException.class)
                    .isThrownBy(() -> table.inTransaction(one, "a", c -> {
                        effect(c, "a");
                        try (Statement statement = c.createStatement()) {
                            statement.execute("SELECT pg_sleep(600)");
                        }
                    }))
                    .withMessageStartingWith("the handler of delivery a took longer than PT0.3S");

            // neither the pool nor the lock of the first attempt holds the second one up
            assertThat(JdbcDeliveryLog.inTransaction(one, "a", c -> effect(c, "a")))
                    .isTrue();
        }
        assertThat(committed("effect")).isEqualTo(1);
    }

    private static HikariDataSource poolOfOne() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url());
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    @Test
    void deadlock_isResolvedInside() throws Exception {
        effectRows();
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        FutureTask<Boolean> other = new FutureTask<>(() -> lockBoth("a", "x", "y", bothHoldOne, runs));
        new Thread(other).start();

        assertThat(lockBoth("b", "y", "x", bothHoldOne, runs)).isTrue();

        assertThat(other.get()).isTrue();
        assertThat(runs.get()).isGreaterThan(2);
        assertThat(committed("reader_webhook_delivery")).isEqualTo(2);
    }

    private boolean lockBoth(String id, String first, String second, CyclicBarrier bothHoldOne, AtomicInteger runs)
            throws Exception {
        AtomicBoolean again = new AtomicBoolean();
        return JdbcDeliveryLog.<Exception>inTransaction(dataSource(), id, connection -> {
            runs.incrementAndGet();
            update(connection, first);
            if (!again.getAndSet(true)) {
                bothHoldOne.await();
            }
            update(connection, second);
        });
    }

    @Test
    void serializationFailureOfTheDatabase_isRepeatedInside() throws Exception {
        effectRows();
        PGSimpleDataSource serializable = new PGSimpleDataSource();
        serializable.setUrl(server.url() + "&options=-c%20default_transaction_isolation=serializable");
        AtomicInteger runs = new AtomicInteger();

        assertThat(JdbcDeliveryLog.inTransaction(serializable, "a", connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery("SELECT 1 FROM effect WHERE delivery = 'x'")) {
                        assertThat(row.next()).isTrue();
                    }
                    if (runs.incrementAndGet() == 1) {
                        try (Connection other = dataSource().getConnection()) {
                            update(other, "x");
                        }
                    }
                    update(connection, "x");
                }))
                .isTrue();

        assertThat(runs).hasValue(2);
    }

    private void effectRows() throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            effect(connection, "x");
            effect(connection, "y");
        }
    }

    private static void update(Connection connection, String row) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE effect SET delivery = delivery WHERE delivery = '" + row + "'");
        }
    }

    @Test
    void createTable_inCallersTransaction_keepsIt() throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            connection.setAutoCommit(false);
            effect(connection, "before");
            JdbcDeliveryLog.createTable(connection);
            connection.rollback();
        }
        assertThat(committed("effect")).isZero();
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
