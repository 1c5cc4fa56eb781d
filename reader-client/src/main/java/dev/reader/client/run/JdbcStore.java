package dev.reader.client.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in a database. Transactions lock the run's row before a shard's row; those that handle pages lock only the
 * shard's row.
 */
final class JdbcStore implements LedgerStore {
    private final Transactions transactions;
    private final @Nullable ShardLease lease;

    JdbcStore(DataSource dataSource) {
        this(new Transactions(dataSource), null);
    }

    /** @param lease the lease of the only shard that this store may change, or null */
    JdbcStore(Transactions transactions, @Nullable ShardLease lease) {
        this.transactions = transactions;
        this.lease = lease;
    }

    Transactions transactions() {
        return transactions;
    }

    /** Excludes other transactions on the shard, and renews its lease. */
    private ShardRecord lockShard(Connection connection, String runId, int number) throws SQLException {
        if (lease != null) {
            lease.renew(connection);
        }
        return ShardRows.lock(connection, runId, number);
    }

    @Override
    public @Nullable RunRecord find(String runId) {
        return transactions
                .run(connection -> Optional.ofNullable(RunRows.find(connection, runId)))
                .orElse(null);
    }

    @Override
    public long startPlan(String runId, byte[] options, Instant now) {
        return transactions.run(connection -> {
            long plan = RunRows.nextPlan(connection, runId, now);
            RunRows.delete(connection, runId);
            RunRows.insert(connection, runId, options, plan);
            return plan;
        });
    }

    @Override
    public Set<Hash128> planned(String runId, Collection<Hash128> urls) {
        return transactions.run(connection -> UrlRows.planned(connection, runId, urls));
    }

    @Override
    public void addShard(String runId, long plan, PlannedShard shard) {
        change(connection -> {
            RunRows.lockPlan(connection, runId, plan);
            ShardRows.insert(connection, runId, shard);
            UrlRows.insert(connection, runId, shard.urls());
        });
    }

    @Override
    public void addRejected(String runId, long plan, List<UrlFailure> rejected) {
        change(connection -> {
            RunRows.lockPlan(connection, runId, plan);
            UrlRows.fail(connection, runId, rejected);
        });
    }

    @Override
    public void finishPlan(String runId, long plan, long urls, long duplicates, long rejected, int shards) {
        change(connection -> {
            RunRows.lockPlan(connection, runId, plan);
            RunRows.planned(connection, runId, urls, duplicates, rejected, shards);
        });
    }

    @Override
    public List<ShardRecord> openShards(String runId) {
        return transactions.run(connection -> ShardRows.open(connection, runId));
    }

    @Override
    public List<ShardRecord> unknownShards(String runId) {
        return transactions.run(connection -> ShardRows.unknown(connection, runId));
    }

    @Override
    public @Nullable ShardRecord shard(String runId, int number) {
        return transactions
                .run(connection -> Optional.ofNullable(ShardRows.find(connection, runId, number)))
                .orElse(null);
    }

    @Override
    public byte[] request(String runId, int number) {
        return transactions.run(connection -> ShardRows.request(connection, runId, number));
    }

    @Override
    public boolean beginSending(
            String runId, int number, String key, Instant now, long cost, @Nullable Long creditLimit) {
        return transactions.run(connection -> {
            RunRecord run = RunRows.lock(connection, runId);
            ShardRecord shard = lockShard(connection, runId, number);
            if (shard.state() != ShardState.PLANNED) {
                return true;
            }
            if (creditLimit != null && run.spent() + run.reserved() + cost > creditLimit) {
                return false;
            }
            ShardRows.sending(connection, runId, number, key, now, cost);
            RunRows.addCredits(connection, runId, 0, cost);
            return true;
        });
    }

    @Override
    public void revokeSending(String runId, int number) {
        inState(runId, number, ShardState.SENDING, connection -> {
            release(connection, runId, number);
            ShardRows.planned(connection, runId, number);
        });
    }

    @Override
    public void nextGeneration(String runId, int number, byte[] request, int urls, List<UrlFailure> failures) {
        inState(runId, number, ShardState.SENDING, connection -> {
            release(connection, runId, number);
            UrlRows.fail(connection, runId, failures);
            ShardRows.nextGeneration(connection, runId, number, request, urls);
        });
    }

    private static void release(Connection connection, String runId, int number) throws SQLException {
        RunRows.addCredits(connection, runId, 0, -ShardRows.reserved(connection, runId, number));
    }

    @Override
    public void running(String runId, int number, String jobId) {
        change(connection -> {
            ShardState state = lockShard(connection, runId, number).state();
            if (state == ShardState.SENDING || state == ShardState.UNKNOWN) {
                ShardRows.running(connection, runId, number, jobId);
            }
        });
    }

    @Override
    public void park(String runId, int number, String reason) {
        change(connection -> {
            if (!lockShard(connection, runId, number).state().isSettled()) {
                ShardRows.unknown(connection, runId, number, reason);
            }
        });
    }

    @Override
    public void settle(String runId, int number, ShardState state, long credits) {
        change(connection -> {
            RunRows.lock(connection, runId);
            if (!lockShard(connection, runId, number).state().isSettled()) {
                RunRows.addCredits(connection, runId, credits, -ShardRows.reserved(connection, runId, number));
                ShardRows.settled(connection, runId, number, state, credits);
            }
        });
    }

    @Override
    public <T> T inShard(String runId, int number, ShardWork<T> work) {
        return transactions.runAny(connection -> {
            lockShard(connection, runId, number);
            return work.run(new JdbcShardTransaction(connection, runId, number));
        });
    }

    private record JdbcShardTransaction(Connection connection, String runId, int number) implements ShardTransaction {
        @Override
        public Map<Hash128, UrlState> states(String ofRun, Collection<Hash128> urls) {
            return unchecked(() -> UrlRows.states(connection, ofRun, urls));
        }

        @Override
        public void note(PartNotes notes) {
            unchecked(() -> {
                UrlRows.note(connection, runId, notes);
                // Fails if the handler left an aborted transaction, whose commit would roll back in silence.
                ShardRows.count(connection, runId, number, notes);
                return notes;
            });
        }

        private interface Statement<T> {
            T run() throws SQLException;
        }

        private static <T> T unchecked(Statement<T> statement) {
            try {
                return statement.run();
            } catch (SQLException e) {
                throw Transactions.failure(e);
            }
        }
    }

    @Override
    public void planNextRound(String runId, int maxRound, int shardSize, RoundPlan plan) {
        change(connection -> {
            RunRecord run = RunRows.lock(connection, runId);
            if (!run.planned() || run.round() >= maxRound || ShardRows.anyOpen(connection, runId)) {
                return;
            }
            int round = run.round() + 1;
            int shards = run.shards();
            List<UrlFailure> failures = UrlRows.retryable(connection, runId, run.round(), null, shardSize);
            while (!failures.isEmpty()) {
                byte[] request = plan.request(
                        shards, failures.stream().map(UrlFailure::url).toList());
                List<Hash128> urls = failures.stream().map(UrlFailure::hash).toList();
                ShardRows.insert(connection, runId, new PlannedShard(shards, round, request, urls));
                shards++;
                failures = UrlRows.retryable(connection, runId, run.round(), urls.get(urls.size() - 1), shardSize);
            }
            if (shards > run.shards()) {
                RunRows.startRound(connection, runId, round, shards);
            }
        });
    }

    @Override
    public RunTotals totals(String runId) {
        return transactions.run(connection -> ShardRows.totals(connection, runId));
    }

    @Override
    public List<UrlFailure> failures(String runId, @Nullable Hash128 after) {
        return transactions.run(connection -> UrlRows.failures(connection, runId, after));
    }

    private interface Change {
        void run(Connection connection) throws SQLException;
    }

    private void change(Change change) {
        transactions.run(connection -> {
            change.run(connection);
            return true;
        });
    }

    /** Changes a shard if it is in a state, with the run's row locked before. */
    private void inState(String runId, int number, ShardState state, Change change) {
        change(connection -> {
            RunRows.lock(connection, runId);
            if (lockShard(connection, runId, number).state() == state) {
                change.run(connection);
            }
        });
    }
}
