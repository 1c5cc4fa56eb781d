package dev.reader.client.run;

import java.sql.Connection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a ledger. Each method is atomic, and safe to call from several processes if the store is shared by them.
 */
interface LedgerStore {

    /** A transaction that excludes others from the shard. */
    interface ShardTransaction {
        Map<Hash128, UrlState> states(String runId, Collection<Hash128> urls);

        void note(PartNotes notes);

        /** The connection, or null if the ledger has none. */
        @Nullable
        Connection connection();
    }

    /** Work in a transaction; an exception rolls it back. */
    interface ShardWork<T> {
        T run(ShardTransaction transaction) throws Exception;
    }

    @Nullable
    RunRecord find(String runId);

    /**
     * Starts a plan, and removes the remains of an unfinished one.
     *
     * @return the number of the plan, which the writes below need; those of an earlier number fail
     * @throws IllegalStateException if the run is planned already
     */
    long startPlan(String runId, byte[] options, Instant now);

    /** Returns those of the URLs that a run's plan contains. */
    Set<Hash128> planned(String runId, Collection<Hash128> urls);

    /** Writes a shard of the first round, with its URLs. */
    void addShard(String runId, long plan, PlannedShard shard);

    /** Notes entries that are not URLs. */
    void addRejected(String runId, long plan, List<UrlFailure> rejected);

    void finishPlan(String runId, long plan, long urls, long duplicates, long rejected, int shards);

    /** The shards that are not settled, in the order of their numbers. */
    List<ShardRecord> openShards(String runId);

    List<ShardRecord> unknownShards(String runId);

    @Nullable
    ShardRecord shard(String runId, int number);

    /** The bytes of the shard's request. */
    byte[] request(String runId, int number);

    /**
     * Takes a planned shard to SENDING and reserves its cost.
     *
     * @return whether the shard may be sent; false if spent, reserved and new cost together could pass the limit
     */
    boolean beginSending(String runId, int number, String key, Instant now, long cost, @Nullable Long creditLimit);

    /** Takes a shard back to PLANNED: the server has certainly created no job. */
    void revokeSending(String runId, int number);

    /** Replaces the request of a shard by one without the failed URLs, and takes it back to PLANNED. */
    void nextGeneration(String runId, int number, byte[] request, int urls, List<UrlFailure> failures);

    void running(String runId, int number, String jobId);

    /** Parks a shard as unknown. Its reserved cost stays reserved, since it may have been charged. */
    void park(String runId, int number, String reason);

    /** Settles a shard as stored or refused, and replaces its reserved cost by what it did cost. */
    void settle(String runId, int number, ShardState state, long credits);

    <T> T inShard(String runId, int number, ShardWork<T> work);

    /**
     * Starts the next round if the current one is settled and URLs that may be retried failed in it.
     *
     * @param maxRound the last round
     * @param plan makes a shard of up to {@code shardSize} URLs; the number is the shard's
     */
    void planNextRound(String runId, int maxRound, int shardSize, RoundPlan plan);

    /** Makes the request of a shard. */
    interface RoundPlan {
        byte[] request(int number, List<String> urls);
    }

    RunTotals totals(String runId);

    /** Returns failures after a hash in the order of the hashes, at most 1,000; from the first if it is null. */
    List<UrlFailure> failures(String runId, @Nullable Hash128 after);

    /** Helps to iterate over all failures in bounded memory. */
    default Iterable<UrlFailure> allFailures(String runId) {
        return () -> new ChunkIterator<>((Function<@Nullable UrlFailure, List<UrlFailure>>)
                last -> failures(runId, last == null ? null : last.hash()));
    }
}
