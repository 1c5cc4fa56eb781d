package dev.reader.client.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a ledger in a database with row locks keeps to: job slots as well. */
abstract class LeasedLedgerContract extends JdbcLedgerContract {
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
