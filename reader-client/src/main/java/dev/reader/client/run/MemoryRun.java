package dev.reader.client.run;

import dev.reader.client.error.ReaderException;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A run of an in-memory ledger. Callers hold its lock. */
final class MemoryRun {
    private static final int CHUNK = 1000;

    final byte[] options;
    final long plan;
    final UrlTable urls = new UrlTable();
    final List<MemoryShard> shards = new ArrayList<>();
    final NavigableMap<Hash128, UrlFailure> failures = new TreeMap<>();
    boolean planned;
    int round;
    long duplicates;
    long rejected;
    long spent;
    long reserved;
    long urlCount;

    /** @param plan the number of its plan */
    MemoryRun(byte[] options, long plan) {
        this.options = options;
        this.plan = plan;
    }

    /** A shard with its request and counts. */
    static final class MemoryShard {
        ShardRecord record;
        byte[] request;
        long reserved;
        int stored;
        int changed;
        int unchanged;

        MemoryShard(ShardRecord record, byte[] request) {
            this.record = record;
            this.request = request;
        }

        void become(ShardState state, @Nullable String key, @Nullable Instant sent, @Nullable String job) {
            become(state, key, sent, job, null);
        }

        void become(
                ShardState state,
                @Nullable String key,
                @Nullable Instant sent,
                @Nullable String job,
                @Nullable String reason) {
            record = new ShardRecord(
                    record.number(), record.round(), record.generation(), state, record.urls(), key, sent, job, reason);
        }
    }

    RunRecord record() {
        return new RunRecord(planned, round, options, urlCount, duplicates, rejected, shards.size(), spent, reserved);
    }

    MemoryShard shard(int number) {
        return shards.get(number);
    }

    void add(PlannedShard shard) {
        shards.add(new MemoryShard(
                new ShardRecord(
                        shard.number(),
                        shard.round(),
                        0,
                        ShardState.PLANNED,
                        shard.urls().size(),
                        null,
                        null,
                        null,
                        null),
                Compression.compress(shard.request())));
    }

    void fail(List<UrlFailure> failed) {
        for (UrlFailure failure : failed) {
            urls.failed(failure.hash(), failure.round());
            failures.put(failure.hash(), failure);
        }
    }

    List<UrlFailure> failuresAfter(@Nullable Hash128 after) {
        NavigableMap<Hash128, UrlFailure> rest = after == null ? failures : failures.tailMap(after, false);
        return rest.values().stream().limit(CHUNK).toList();
    }

    RunTotals totals() {
        long stored = shards.stream().mapToLong(shard -> shard.stored).sum();
        long changed = shards.stream().mapToLong(shard -> shard.changed).sum();
        long unchanged = shards.stream().mapToLong(shard -> shard.unchanged).sum();
        long failed = failures.values().stream()
                .filter(failure -> failure.round() >= 0)
                .count();
        long open = shards.stream()
                .filter(shard -> !shard.record.state().isSettled())
                .count();
        long unknown = shards.stream()
                .filter(shard -> shard.record.state() == ShardState.UNKNOWN)
                .count();
        return new RunTotals(stored, changed, unchanged, failed, (int) open, (int) unknown);
    }

    /** Plans the shards of the next round. */
    void planNextRound(int shardSize, LedgerStore.RoundPlan plan) {
        List<UrlFailure> retried = failures.values().stream()
                .filter(failure -> failure.retryable() && failure.round() == round)
                .toList();
        for (int from = 0; from < retried.size(); from += shardSize) {
            List<UrlFailure> part = retried.subList(from, Math.min(from + shardSize, retried.size()));
            byte[] request = plan.request(
                    shards.size(), part.stream().map(UrlFailure::url).toList());
            List<Hash128> hashes = part.stream().map(UrlFailure::hash).toList();
            add(new PlannedShard(shards.size(), round + 1, request, hashes));
        }
        round += retried.isEmpty() ? 0 : 1;
    }

    /** Notes results; the lock of the run is the transaction. */
    record MemoryTransaction(MemoryStore store, MemoryRun run, int number) implements LedgerStore.ShardTransaction {
        @Override
        public Map<Hash128, UrlState> states(String ofRun, Collection<Hash128> hashes) {
            Map<Hash128, UrlState> states = new HashMap<>();
            MemoryRun other = store.findRun(ofRun);
            for (Hash128 hash : hashes) {
                UrlState state = other == null ? null : other.urls.state(hash);
                if (state != null) {
                    states.put(hash, state);
                }
            }
            return states;
        }

        @Override
        public void note(PartNotes notes) {
            for (PartNotes.Stored page : notes.stored()) {
                run.urls.stored(page.url(), page.content());
                run.failures.remove(page.url());
            }
            run.fail(notes.failures());
            MemoryShard shard = run.shard(number);
            shard.stored += notes.stored().size();
            shard.changed += notes.changed();
            shard.unchanged += notes.unchanged();
        }

        @Override
        public @Nullable Connection connection() {
            return null;
        }

        <T> T run(LedgerStore.ShardWork<T> work) {
            try {
                return work.run(this);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new ReaderException("the results can't be noted: " + e.getMessage(), e);
            }
        }
    }
}
