package dev.reader.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.ReaderException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that a {@link JdbcDeliveryLog} must pass on every database. */
@Timeout(300)
abstract class JdbcDeliveryLogContract {
    private Connection connection;

    abstract DataSource dataSource();

    @BeforeEach
    void freshTables() throws SQLException {
        try (Connection fresh = dataSource().getConnection();
                Statement statement = fresh.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS reader_webhook_delivery");
            statement.execute("DROP TABLE IF EXISTS effect");
            statement.execute("CREATE TABLE effect (delivery VARCHAR(255) NOT NULL)");
            JdbcDeliveryLog.createTable(fresh);
            JdbcDeliveryLog.createTable(fresh);
        }
        connection = dataSource().getConnection();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.rollback();
        connection.close();
    }

    private boolean once(String id) throws SQLException {
        return JdbcDeliveryLog.on(connection).once(id, () -> effect(connection, id));
    }

    static void effect(Connection connection, String id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO effect VALUES ('" + id + "')");
        }
    }

    int committed(String table) throws SQLException {
        try (Connection other = dataSource().getConnection();
                Statement statement = other.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void once_runsEachIdOnce() throws SQLException {
        assertThat(once("a")).isTrue();
        connection.commit();
        assertThat(once("a")).isFalse();
        assertThat(once("b")).isTrue();
        connection.commit();

        assertThat(committed("effect")).isEqualTo(2);
        assertThat(committed("reader_webhook_delivery")).isEqualTo(2);
    }

    @Test
    void once_detectsDuplicateInSameTransaction() throws SQLException {
        assertThat(once("a")).isTrue();
        assertThat(once("a")).isFalse();
        connection.commit();

        assertThat(committed("effect")).isEqualTo(1);
    }

    @Test
    void once_rollsBackWithCallersTransaction() throws SQLException {
        assertThat(once("a")).isTrue();
        connection.rollback();
        assertThat(once("a")).isTrue();
        connection.commit();

        assertThat(committed("effect")).isEqualTo(1);
    }

    @Test
    void once_failedEffect_leavesNothingEvenIfCallerCommits() throws SQLException {
        effect(connection, "before");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> JdbcDeliveryLog.on(connection).once("a", () -> {
                    effect(connection, "half");
                    throw new IOException("disk full");
                }))
                .withMessage("disk full");
        connection.commit();

        assertThat(committed("effect")).isEqualTo(1);
        assertThat(committed("reader_webhook_delivery")).isZero();
        assertThat(once("a")).isTrue();
    }

    @Test
    void once_effectFailsInDatabase_leavesTransactionUsable() throws SQLException {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> JdbcDeliveryLog.on(connection).once("a", () -> effect(connection, "'syntax")));
        assertThat(once("a")).isTrue();
        connection.commit();

        assertThat(committed("effect")).isEqualTo(1);
    }

    @Test
    void firstTime_leavesEffectToCaller() throws SQLException {
        JdbcDeliveryLog log = JdbcDeliveryLog.on(connection);

        assertThat(log.firstTime("a")).isTrue();
        assertThat(log.firstTime("a")).isFalse();
        connection.rollback();
        assertThat(log.firstTime("a")).isTrue();
        connection.commit();

        assertThat(committed("reader_webhook_delivery")).isEqualTo(1);
    }

    @Test
    void inTransaction_commitsIdAndEffectTogether() throws SQLException {
        assertThat(inTransaction("a")).isTrue();
        assertThat(inTransaction("a")).isFalse();

        assertThat(committed("effect")).isEqualTo(1);
        assertThat(committed("reader_webhook_delivery")).isEqualTo(1);
    }

    private boolean inTransaction(String id) throws SQLException {
        return JdbcDeliveryLog.inTransaction(dataSource(), id, c -> effect(c, id));
    }

    @Test
    void inTransaction_failedEffect_rollsBackIdAndEffect() throws SQLException {
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> JdbcDeliveryLog.inTransaction(dataSource(), "a", c -> {
                        effect(c, "half");
                        throw new IOException("disk full");
                    }));
        }
        assertThat(committed("effect")).isZero();
        assertThat(committed("reader_webhook_delivery")).isZero();

        assertThat(inTransaction("a")).isTrue();
        assertThat(committed("effect")).isEqualTo(1);
    }

    @Test
    void concurrentTransactions_secondIsDuplicateWhenFirstCommits() throws Exception {
        assertThat(once("a")).isTrue();
        FutureTask<Boolean> second = startSecond();
        connection.commit();

        assertThat(second.get()).isFalse();
        assertThat(committed("effect")).isEqualTo(1);
    }

    @Test
    void concurrentTransactions_secondRunsWhenFirstRollsBack() throws Exception {
        assertThat(once("a")).isTrue();
        FutureTask<Boolean> second = startSecond();
        connection.rollback();

        assertThat(second.get()).isTrue();
        assertThat(committed("effect")).isEqualTo(1);
    }

    private FutureTask<Boolean> startSecond() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        FutureTask<Boolean> second = new FutureTask<>(() -> {
            started.countDown();
            return inTransaction("a");
        });
        new Thread(second).start();
        started.await();
        secondIsBlocked();
        return second;
    }

    /** Waits until a transaction is blocked by another, on databases that report it. */
    void secondIsBlocked() throws Exception {}

    @Test
    void forgetBefore_deletesOlderIds() throws SQLException {
        Instant time = Instant.ofEpochSecond(1_000_000);
        recordAt(time, "old");
        recordAt(time.plusSeconds(1), "new");

        assertThat(JdbcDeliveryLog.forgetBefore(connection, time.plusSeconds(1)))
                .isEqualTo(1);
        connection.commit();
        assertThat(once("new")).isFalse();
        assertThat(once("old")).isTrue();
    }

    private void recordAt(Instant time, String id) throws SQLException {
        DeliveryTable table =
                DeliveryTable.builder().clock(Clock.fixed(time, ZoneOffset.UTC)).build();
        assertThat(table.log(connection).firstTime(id)).isTrue();
    }

    @Test
    void namespaces_keepReceiversApart() throws SQLException {
        DeliveryTable orders = DeliveryTable.builder().namespace("orders").build();
        DeliveryTable reports = DeliveryTable.builder().namespace("reports").build();

        assertThat(orders.inTransaction(dataSource(), "a", c -> effect(c, "order")))
                .isTrue();
        assertThat(reports.inTransaction(dataSource(), "a", c -> effect(c, "report")))
                .isTrue();
        assertThat(inTransaction("a")).isTrue();
        assertThat(orders.inTransaction(dataSource(), "a", c -> effect(c, "order")))
                .isFalse();

        assertThat(committed("effect")).isEqualTo(3);
        assertThat(orders.forgetBefore(connection, Instant.now().plusSeconds(60)))
                .isEqualTo(1);
        connection.commit();
        assertThat(committed("reader_webhook_delivery")).isEqualTo(2);
    }

    @Test
    void tableName_canBeSet() throws SQLException {
        DeliveryTable table = DeliveryTable.builder().name("other_deliveries").build();
        try (Connection fresh = dataSource().getConnection();
                Statement statement = fresh.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS other_deliveries");
            table.create(fresh);
            table.create(fresh);
        }

        assertThat(table.inTransaction(dataSource(), "a", c -> effect(c, "a"))).isTrue();
        assertThat(table.inTransaction(dataSource(), "a", c -> effect(c, "a"))).isFalse();

        assertThat(committed("other_deliveries")).isEqualTo(1);
        assertThat(committed("reader_webhook_delivery")).isZero();
    }

    @Test
    void ids_areComparedExactly() throws SQLException {
        assertThat(once("delivery")).isTrue();
        assertThat(once("Delivery")).isTrue();
        assertThat(once("delivery ")).isTrue();
        connection.commit();

        assertThat(committed("reader_webhook_delivery")).isEqualTo(3);
    }

    @Test
    void createTable_concurrently_succeedsInAll() throws Exception {
        int creators = 8;
        for (int round = 1; round <= rounds(); round++) {
            try (Connection fresh = dataSource().getConnection();
                    Statement statement = fresh.createStatement()) {
                statement.execute("DROP TABLE reader_webhook_delivery");
            }
            CyclicBarrier start = new CyclicBarrier(creators);
            ExecutorService threads = Executors.newFixedThreadPool(creators);
            try {
                List<Future<?>> results = new ArrayList<>();
                for (int i = 0; i < creators; i++) {
                    boolean autoCommit = i % 2 == 0 || !createsInTransactions();
                    results.add(threads.submit(() -> {
                        try (Connection own = dataSource().getConnection()) {
                            own.setAutoCommit(autoCommit);
                            start.await();
                            JdbcDeliveryLog.createTable(own);
                            if (!autoCommit) {
                                own.commit();
                                own.setAutoCommit(true);
                            }
                        }
                        return null;
                    }));
                }
                for (Future<?> result : results) {
                    result.get();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(committed("reader_webhook_delivery")).isZero();
        }
    }

    int rounds() {
        return 3;
    }

    /** Whether a table can be created by several transactions at once. */
    boolean createsInTransactions() {
        return true;
    }

    @Test
    void slowHandler_isRolledBackAfterItsTimeout() throws SQLException {
        DeliveryTable table =
                DeliveryTable.builder().handlerTimeout(Duration.ofMillis(50)).build();

        AtomicBoolean waiting = new AtomicBoolean();
        ReaderException failure = catchThrowableOfType(
                ReaderException.class,
                () -> table.inTransaction(dataSource(), "a", c -> {
                    effect(c, "a");
                    waiting.set(true);
                    new CountDownLatch(1).await();
                }));

        assertThat(failure)
                .hasMessage("the handler of delivery a took longer than PT0.05S; its transaction is rolled back."
                        + " Do slow work outside the handler, or raise handlerTimeout");
        // a slow machine may need the time for the statements before
        if (waiting.get()) {
            assertThat(failure).hasCauseInstanceOf(InterruptedException.class);
        }
        assertThat(Thread.interrupted()).isFalse();
        assertThat(committed("effect")).isZero();
        assertThat(inTransaction("a")).isTrue();
    }

    @Test
    void handlerThatReturnsAfterItsTimeout_isRolledBack() throws SQLException {
        DeliveryTable table =
                DeliveryTable.builder().handlerTimeout(Duration.ofMillis(50)).build();

        assertThatExceptionOfType(ReaderException.class)
                .isThrownBy(() -> table.inTransaction(dataSource(), "a", c -> {
                    effect(c, "a");
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                }))
                .withMessageStartingWith("the handler of delivery a took longer than PT0.05S");

        assertThat(Thread.interrupted()).isFalse();
        assertThat(committed("effect")).isZero();
        assertThat(committed("reader_webhook_delivery")).isZero();
    }

    @Test
    void serializationFailure_isRepeatedInside() throws SQLException {
        for (String state : List.of("40001", "40P01")) {
            AtomicInteger runs = new AtomicInteger();

            assertThat(JdbcDeliveryLog.inTransaction(dataSource(), state, c -> {
                        effect(c, state);
                        if (runs.incrementAndGet() < 4) {
                            throw new IllegalStateException(new SQLException("conflict", state));
                        }
                    }))
                    .isTrue();

            assertThat(runs).hasValue(4);
        }
        assertThat(committed("effect")).isEqualTo(2);
    }

    @Test
    void serializationFailures_endAfterFourTransactions() throws SQLException {
        AtomicInteger runs = new AtomicInteger();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> JdbcDeliveryLog.inTransaction(dataSource(), "a", c -> {
                    runs.incrementAndGet();
                    throw new SQLException("conflict", "40001");
                }))
                .withMessage("conflict");

        assertThat(runs).hasValue(4);
        assertThat(committed("reader_webhook_delivery")).isZero();
    }

    @Test
    void effectThatRollsBackToItsOwnSavepoint_isRecorded() throws SQLException {
        assertThat(JdbcDeliveryLog.inTransaction(dataSource(), "a", c -> {
                    Savepoint own = c.setSavepoint();
                    try {
                        effect(c, "'syntax");
                    } catch (SQLException e) {
                        c.rollback(own);
                    }
                    effect(c, "instead");
                }))
                .isTrue();

        assertThat(committed("effect")).isEqualTo(1);
        assertThat(inTransaction("a")).isFalse();
    }

    @Test
    void databaseFailure_namesDelivery() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE reader_webhook_delivery");
        }
        connection.commit();

        assertThatExceptionOfType(ReaderException.class)
                .isThrownBy(() -> once("a"))
                .withMessageStartingWith("can't record delivery a: ")
                .withCauseInstanceOf(SQLException.class);
        connection.commit();
        assertThat(committed("effect")).isZero();
    }

    @Test
    void maxIdLength_isAccepted() throws SQLException {
        assertThat(once("i".repeat(255))).isTrue();
        assertThat(once("i".repeat(255))).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> once("i".repeat(256)))
                .withMessage("deliveryId must have at most 255 characters, but has 256");
    }

    @Test
    void autoCommitConnection_isRejected() throws SQLException {
        try (Connection auto = dataSource().getConnection()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JdbcDeliveryLog.on(auto))
                    .withMessage("connection is in auto-commit mode, which would record the delivery before its effect;"
                            + " call setAutoCommit(false)");
        }
    }

    @Test
    void invalidArguments_areRejected() throws SQLException {
        JdbcDeliveryLog log = JdbcDeliveryLog.on(connection);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcDeliveryLog.on(null))
                .withMessage("connection is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.once(null, () -> {}))
                .withMessage("deliveryId is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.once("", () -> {}))
                .withMessage("deliveryId is blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.once("a", null))
                .withMessage("effect is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.firstTime(" "))
                .withMessage("deliveryId is blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcDeliveryLog.inTransaction(null, "a", c -> {}))
                .withMessage("dataSource is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcDeliveryLog.inTransaction(dataSource(), "a", null))
                .withMessage("effect is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcDeliveryLog.createTable(null))
                .withMessage("connection is null");
        DeliveryTable.Builder builder = DeliveryTable.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.name("deliveries; DROP TABLE x"))
                .withMessage("name must be a table of at most 40 ASCII letters, digits and underscores, with or without"
                        + " schema, that does not begin with a digit, but is \"deliveries; DROP TABLE x\"");
        for (String name : List.of("1st", "a.b.c", "a.", ".a", "a".repeat(41), "té", "a-b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder.name(name));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.namespace("a b"))
                .withMessage("namespace must have at most 50 ASCII letters, digits and the characters _ . -, but is"
                        + " \"a b\"");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.namespace("a".repeat(51)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.lockTimeout(Duration.ZERO))
                .withMessage("lockTimeout must be PT0.001S to PT24H, but is PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.handlerTimeout(Duration.ofDays(2)))
                .withMessage("handlerTimeout must be PT0.001S to PT24H, but is PT48H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.clock(null))
                .withMessage("clock is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcDeliveryLog.forgetBefore(connection, null))
                .withMessage("time is null");
    }
}
