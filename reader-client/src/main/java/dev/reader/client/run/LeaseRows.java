package dev.reader.client.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of the table reader_run_shard that lease a shard. The clock is that of the database. */
final class LeaseRows {
    /** The time at which the transaction began, which is no later than that at which it locked the row. */
    private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";

    private LeaseRows() {}

    /**
     * Leases a shard, unless it is leased, settled, or in use by another transaction, or no slot is free.
     *
     * @return the number of the lease, or null
     */
    static @Nullable Long take(Connection connection, String runId, int number, int slots, Duration lease)
            throws SQLException {
        if (!Sql.hasRowLocks(connection)) {
            throw new IllegalStateException("SQLite can't lease job slots; use PostgreSQL or H2 for the ledger");
        }
        RunRows.lockAll(connection);
        int leased = Sql.query(
                        connection,
                        "SELECT COUNT(*) FROM reader_run_shard WHERE leased_until > " + NOW,
                        row -> row.getInt(1))
                .get(0);
        if (leased >= slots) {
            return null;
        }
        // A stopped process may keep the row locked; waiting for it would hold up every other shard.
        List<Long> free = Sql.query(
                connection,
                "SELECT fence FROM reader_run_shard WHERE run_id = ? AND shard = ? AND leased_until <= " + NOW
                        + " AND state IN ('PLANNED', 'SENDING', 'RUNNING') FOR UPDATE SKIP LOCKED",
                row -> row.getLong(1),
                runId,
                number);
        if (free.isEmpty()) {
            return null;
        }
        long fence = free.get(0) + 1;
        Sql.update(
                connection,
                "UPDATE reader_run_shard SET fence = ?, leased_until = " + NOW + " + ? WHERE run_id = ? AND shard = ?",
                fence,
                lease.toMillis(),
                runId,
                number);
        return fence;
    }

    /** Extends a lease from now, and excludes other transactions on the shard. Returns false if the lease has ended. */
    static boolean renew(Connection connection, String runId, int number, long fence, Duration lease)
            throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE reader_run_shard SET leased_until = " + NOW
                                + " + ? WHERE run_id = ? AND shard = ? AND fence = ? AND leased_until > " + NOW,
                        lease.toMillis(),
                        runId,
                        number,
                        fence)
                == 1;
    }

    /** Ends a lease, if it has not ended. */
    static void release(Connection connection, String runId, int number, long fence) throws SQLException {
        Sql.update(
                connection,
                "UPDATE reader_run_shard SET leased_until = 0 WHERE run_id = ? AND shard = ? AND fence = ?",
                runId,
                number,
                fence);
    }
}
