package dev.reader.client.run;

import dev.reader.client.run.MemoryRun.MemoryShard;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A ledger in memory. One lock makes each method atomic. */
final class MemoryStore implements LedgerStore {
    private final Map<String, MemoryRun> runs = new HashMap<>();
    private long plans;

    @Nullable
    MemoryRun findRun(String runId) {
        return runs.get(runId);
    }

    private MemoryRun run(String runId) {
        MemoryRun run = runs.get(runId);
        if (run == null) {
            throw new IllegalStateException("the ledger has no run \"" + runId + "\"");
        }
        return run;
    }

    @Override
    public synchronized @Nullable RunRecord find(String runId) {
        MemoryRun run = runs.get(runId);
        return run == null ? null : run.record();
    }

    @Override
    public synchronized long startPlan(String runId, byte[] options, Instant now) {
        MemoryRun known = runs.get(runId);
        if (known != null && known.planned) {
            throw new IllegalStateException(
                    "run \"" + runId + "\" was planned by another call of plan() meanwhile; call it again");
        }
        runs.put(runId, new MemoryRun(options, ++plans));
        return plans;
    }

    private MemoryRun run(String runId, long plan) {
        MemoryRun run = run(runId);
        if (run.planned || run.plan != plan) {
            throw new IllegalStateException("run \"" + runId
                    + "\" is being planned by another call of plan(); call it again once that one has ended");
        }
        return run;
    }

    @Override
    public synchronized Set<Hash128> planned(String runId, Collection<Hash128> urls) {
        UrlTable table = run(runId).urls;
        Set<Hash128> planned = new HashSet<>(urls);
        planned.removeIf(url -> !table.contains(url));
        return planned;
    }

    @Override
    public synchronized void addShard(String runId, long plan, PlannedShard shard) {
        MemoryRun run = run(runId, plan);
        run.add(shard);
        shard.urls().forEach(run.urls::add);
    }

    @Override
    public synchronized void addRejected(String runId, long plan, List<UrlFailure> rejected) {
        run(runId, plan).fail(rejected);
    }

    @Override
    public synchronized void finishPlan(
            String runId, long plan, long urls, long duplicates, long rejected, int shards) {
        MemoryRun run = run(runId, plan);
        run.planned = true;
        run.urlCount = urls;
        run.duplicates = duplicates;
        run.rejected = rejected;
    }

    @Override
    public synchronized List<ShardRecord> openShards(String runId) {
        return run(runId).shards.stream()
                .map(shard -> shard.record)
                .filter(shard -> !shard.state().isSettled())
                .toList();
    }

    @Override
    public synchronized List<ShardRecord> unknownShards(String runId) {
        return run(runId).shards.stream()
                .map(shard -> shard.record)
                .filter(shard -> shard.state() == ShardState.UNKNOWN)
                .toList();
    }

    @Override
    public synchronized @Nullable ShardRecord shard(String runId, int number) {
        MemoryRun run = run(runId);
        return number < 0 || number >= run.shards.size() ? null : run.shard(number).record;
    }

    @Override
    public synchronized byte[] request(String runId, int number) {
        return Compression.decompress(run(runId).shard(number).request);
    }

    @Override
    public synchronized boolean beginSending(
            String runId, int number, String key, Instant now, long cost, @Nullable Long creditLimit) {
        MemoryRun run = run(runId);
        MemoryShard shard = run.shard(number);
        if (shard.record.state() != ShardState.PLANNED) {
            return true;
        }
        if (creditLimit != null && run.spent + run.reserved + cost > creditLimit) {
            return false;
        }
        shard.become(ShardState.SENDING, key, now, null);
        shard.reserved = cost;
        run.reserved += cost;
        return true;
    }

    @Override
    public synchronized void revokeSending(String runId, int number) {
        MemoryRun run = run(runId);
        MemoryShard shard = run.shard(number);
        if (shard.record.state() == ShardState.SENDING) {
            release(run, shard);
            shard.become(ShardState.PLANNED, null, null, null);
        }
    }

    @Override
    public synchronized void nextGeneration(
            String runId, int number, byte[] request, int urls, List<UrlFailure> failures) {
        MemoryRun run = run(runId);
        MemoryShard shard = run.shard(number);
        if (shard.record.state() == ShardState.SENDING) {
            release(run, shard);
            run.fail(failures);
            shard.request = Compression.compress(request);
            ShardRecord old = shard.record;
            shard.record = new ShardRecord(
                    number, old.round(), old.generation() + 1, ShardState.PLANNED, urls, null, null, null, null);
        }
    }

    private static void release(MemoryRun run, MemoryShard shard) {
        run.reserved -= shard.reserved;
        shard.reserved = 0;
    }

    @Override
    public synchronized void running(String runId, int number, String jobId) {
        MemoryShard shard = run(runId).shard(number);
        ShardState state = shard.record.state();
        if (state == ShardState.SENDING || state == ShardState.UNKNOWN) {
            shard.become(ShardState.RUNNING, shard.record.key(), shard.record.firstSentAt(), jobId);
        }
    }

    @Override
    public synchronized void park(String runId, int number, String reason) {
        MemoryShard shard = run(runId).shard(number);
        ShardRecord old = shard.record;
        if (!old.state().isSettled()) {
            shard.become(ShardState.UNKNOWN, old.key(), old.firstSentAt(), old.jobId(), reason);
        }
    }

    @Override
    public synchronized void settle(String runId, int number, ShardState state, long credits) {
        MemoryRun run = run(runId);
        MemoryShard shard = run.shard(number);
        ShardRecord old = shard.record;
        if (!old.state().isSettled()) {
            release(run, shard);
            run.spent += credits;
            shard.become(state, old.key(), old.firstSentAt(), old.jobId());
        }
    }

    @Override
    public synchronized <T> T inShard(String runId, int number, ShardWork<T> work) {
        return new MemoryRun.MemoryTransaction(this, run(runId), number).run(work);
    }

    @Override
    public synchronized void planNextRound(String runId, int maxRound, int shardSize, RoundPlan plan) {
        MemoryRun run = run(runId);
        boolean open =
                run.shards.stream().anyMatch(shard -> !shard.record.state().isSettled());
        if (run.planned && run.round < maxRound && !open) {
            run.planNextRound(shardSize, plan);
        }
    }

    @Override
    public synchronized RunTotals totals(String runId) {
        return run(runId).totals();
    }

    @Override
    public synchronized List<UrlFailure> failures(String runId, @Nullable Hash128 after) {
        return run(runId).failuresAfter(after);
    }
}
