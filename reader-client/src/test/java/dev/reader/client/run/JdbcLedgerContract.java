package dev.reader.client.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.ReaderException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that a ledger must pass on every database. */
abstract class JdbcLedgerContract extends LedgerContract {
    abstract DataSource dataSource();

    @Override
    LedgerStore store() {
        return new JdbcStore(dataSource());
    }

    @BeforeEach
    void noTables() throws SQLException {
        execute("DROP TABLE IF EXISTS reader_run");
        execute("DROP TABLE IF EXISTS reader_run_shard");
        execute("DROP TABLE IF EXISTS reader_run_url");
        execute("DROP TABLE IF EXISTS reader_run_failure");
        execute("DROP TABLE IF EXISTS effect");
        execute("CREATE TABLE effect (page_key VARCHAR(64) NOT NULL)");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    int count(String table) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static PartNotes stored(int url) {
        return new PartNotes(List.of(new PartNotes.Stored(hash(url), hash(url))), List.of(), 0, 0);
    }

    private static void effect(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO effect VALUES ('k')");
        }
    }

    @Test
    void effectAndNote_commitTogether() throws SQLException {
        plan("a", 1);
        ledger.inShard("a", 0, transaction -> {
            effect(transaction.connection());
            transaction.note(stored(1));
            return 0;
        });
        assertThat(count("effect")).isEqualTo(1);
        assertThat(ledger.totals("a").stored()).isEqualTo(1);
    }

    @Test
    void failureAfterTheEffect_rollsBothBack() throws SQLException {
        plan("a", 1);
        assertThatThrownBy(() -> ledger.inShard("a", 0, transaction -> {
                    effect(transaction.connection());
                    transaction.note(stored(1));
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(count("effect")).isZero();
        assertThat(ledger.totals("a").stored()).isZero();
    }

    @Test
    void sqlErrorThatTheHandlerCatches_commitsBothOrNothing() throws SQLException {
        plan("a", 1);
        boolean committed = true;
        try {
            ledger.inShard("a", 0, transaction -> {
                effect(transaction.connection());
                try (Statement statement = transaction.connection().createStatement()) {
                    statement.execute("INSERT INTO nonsense VALUES (1)");
                } catch (SQLException e) {
                    // A handler must not do this.
                }
                transaction.note(stored(1));
                return 0;
            });
        } catch (ReaderException e) {
            committed = false;
        }
        assertThat(count("effect")).isEqualTo(committed ? 1 : 0);
        assertThat(ledger.totals("a").stored()).isEqualTo(committed ? 1 : 0);
    }

    @Test
    void tables_areCreatedByManyProcessesAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> creations = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                creations.add(() -> {
                    try (Connection connection = dataSource().getConnection()) {
                        JdbcRunLedger.createTables(connection);
                    }
                    return 0;
                });
            }
            for (Future<Integer> creation : threads.invokeAll(creations)) {
                assertThat(creation.get()).isZero();
            }
        } finally {
            threads.shutdown();
        }
        plan("a", 1);
        assertThat(count("reader_run_url")).isEqualTo(10);
    }

    @Test
    void creditLimit_isKeptByManyProcessesAtOnce() throws Exception {
        plan("a", 16);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        int begun = 0;
        try {
            List<Callable<Boolean>> sendings = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                int shard = i;
                sendings.add(() -> ledger.beginSending("a", shard, "key", NOW, 10, 55L));
            }
            for (Future<Boolean> sending : threads.invokeAll(sendings)) {
                begun += sending.get() ? 1 : 0;
            }
        } finally {
            threads.shutdown();
        }
        assertThat(begun).isEqualTo(5);
        assertThat(ledger.find("a").reserved()).isEqualTo(50);
    }

    @Test
    void otherSchemaVersion_isRejected() throws SQLException {
        plan("a", 1);
        execute("UPDATE reader_run SET schema_version = 2");
        assertThatThrownBy(() -> ledger.find("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 2");
    }

    private JobLeases leases(int slots) {
        return new JobLeases(((JdbcStore) ledger).transactions(), slots, Duration.ofHours(1));
    }

    private void expireLeases() throws SQLException {
        execute("UPDATE reader_run_shard SET leased_until = 1");
    }

    @Test
    void leases_areExclusive_andAsManyAsThereAreSlotsInAllRuns() {
        plan("a", 3);
        plan("b", 1);
        JobLeases leases = leases(2);
        ShardLease first = leases.take("a", 0);
        assertThat(leases.take("a", 0)).isNull();
        ShardLease second = leases.take("b", 0);
        assertThat(leases.take("a", 1)).isNull();

        second.close();
        assertThat(leases.take("a", 1)).isNotNull();
        first.close();
        assertThat(leases.take("a", 0).fence()).isEqualTo(first.fence() + 1);
    }

    @Test
    void settledShard_isNotLeased() {
        plan("a", 1);
        ledger.settle("a", 0, ShardState.STORED, 7);
        assertThat(leases(1).take("a", 0)).isNull();
    }

    @Test
    void manyProcesses_takeNoMoreLeasesThanThereAreSlots() throws Exception {
        plan("a", 12);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<ShardLease>> takers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int shard = i;
                takers.add(() -> leases(5).take("a", shard));
            }
            int taken = 0;
            for (Future<ShardLease> lease : threads.invokeAll(takers)) {
                taken += lease.get() == null ? 0 : 1;
            }
            assertThat(taken).isEqualTo(5);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void endedLease_writesNothing_evenIfNobodyElseHasTheShard() throws SQLException {
        plan("a", 1);
        ShardLease lease = leases(1).take("a", 0);
        expireLeases();
        assertWritesNothing(lease);
    }

    @Test
    void leaseThatAnotherProcessTook_writesNothing() throws SQLException {
        plan("a", 1);
        ShardLease lost = leases(1).take("a", 0);
        expireLeases();
        ShardLease current = leases(1).take("a", 0);
        assertWritesNothing(lost);
        lost.close();

        current.renew();
        current.store().beginSending("a", 0, "key", NOW, 10, null);
        current.store().running("a", 0, "job_2");
        assertWritesNothing(lost);
        current.store().settle("a", 0, ShardState.STORED, 7);
        assertThat(ledger.shard("a", 0).jobId()).isEqualTo("job_2");
        assertThat(ledger.find("a").spent()).isEqualTo(7);
    }

    private void assertWritesNothing(ShardLease lost) throws SQLException {
        ShardRecord before = ledger.shard("a", 0);
        LedgerStore store = lost.store();
        List<ThrowingCallable> writes = List.of(
                lost::renew,
                () -> store.beginSending("a", 0, "stale", NOW, 10, null),
                () -> store.revokeSending("a", 0),
                () -> store.nextGeneration("a", 0, new byte[0], 0, List.of()),
                () -> store.running("a", 0, "stale"),
                () -> store.park("a", 0, "stale"),
                () -> store.settle("a", 0, ShardState.STORED, 99),
                () -> store.inShard("a", 0, transaction -> {
                    effect(transaction.connection());
                    transaction.note(stored(1));
                    return 0;
                }));
        for (ThrowingCallable write : writes) {
            assertThatThrownBy(write).isInstanceOf(ShardLease.LostException.class);
        }
        assertThat(ledger.shard("a", 0)).isEqualTo(before);
        assertThat(ledger.totals("a").stored()).isZero();
        assertThat(count("effect")).isZero();
    }

    @Test
    void stoppedProcessInATransaction_holdsUpNoOtherShard() {
        plan("a", 2);
        ShardLease stopped = leases(2).take("a", 0);
        ShardLease other = stopped.store().inShard("a", 0, transaction -> {
            // The stopped process keeps the row of its shard locked meanwhile.
            assertThat(leases(2).take("a", 0)).isNull();
            return leases(2).take("a", 1);
        });
        assertThat(other).isNotNull();
    }
}
