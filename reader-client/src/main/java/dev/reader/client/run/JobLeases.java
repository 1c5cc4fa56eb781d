package dev.reader.client.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The job slots that all processes with the same ledger share. Who leases a shard holds one slot.
 *
 * @param slots the number of shards that can be leased at the same time, over all runs of the ledger
 * @param duration how long a lease lasts unless it is renewed
 */
record JobLeases(Transactions transactions, int slots, Duration duration) {

    /** Leases a shard, or returns null if it is settled or leased, or no slot is free. */
    @Nullable
    ShardLease take(String runId, int number) {
        long[] fence = {-1};
        transactions.run(connection -> {
            Long taken = LeaseRows.take(connection, runId, number, slots, duration);
            fence[0] = taken == null ? -1 : taken;
            return fence;
        });
        return fence[0] < 0 ? null : new ShardLease(transactions, runId, number, fence[0], duration);
    }
}
