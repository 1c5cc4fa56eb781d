package dev.reader.client.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the table reader_run_shard. */
final class ShardRows {
    private static final String SELECT = "SELECT shard, round_no, generation, state, urls, request_key, first_sent_at,"
            + " job_id, reason FROM reader_run_shard";
    private static final String OF_RUN = " WHERE run_id = ?";
    private static final String ONE = OF_RUN + " AND shard = ?";
    private static final String OPEN = "state IN ('PLANNED', 'SENDING', 'RUNNING')";

    private ShardRows() {}

    static @Nullable ShardRecord find(Connection connection, String runId, int number) throws SQLException {
        return first(Sql.query(connection, SELECT + ONE, ShardRows::read, runId, number));
    }

    /** Excludes other transactions on the shard until this one ends. */
    static ShardRecord lock(Connection connection, String runId, int number) throws SQLException {
        ShardRecord shard =
                first(Sql.lock(connection, SELECT, "reader_run_shard", ONE, ShardRows::read, runId, number));
        if (shard == null) {
            throw new IllegalStateException("the ledger has no shard " + number + " of run \"" + runId + "\"");
        }
        return shard;
    }

    static List<ShardRecord> open(Connection connection, String runId) throws SQLException {
        return Sql.query(connection, SELECT + OF_RUN + " AND " + OPEN + " ORDER BY shard", ShardRows::read, runId);
    }

    static List<ShardRecord> unknown(Connection connection, String runId) throws SQLException {
        return Sql.query(connection, SELECT + OF_RUN + " AND state = 'UNKNOWN' ORDER BY shard", ShardRows::read, runId);
    }

    static boolean anyOpen(Connection connection, String runId) throws SQLException {
        return !Sql.query(
                        connection,
                        "SELECT 1 FROM reader_run_shard WHERE run_id = ? AND " + OPEN + " LIMIT 1",
                        row -> row.getInt(1),
                        runId)
                .isEmpty();
    }

    private static @Nullable ShardRecord first(List<ShardRecord> found) {
        return found.isEmpty() ? null : found.get(0);
    }

    private static ShardRecord read(ResultSet row) throws SQLException {
        long sent = row.getLong(7);
        Instant firstSentAt = row.wasNull() ? null : Instant.ofEpochMilli(sent);
        return new ShardRecord(
                row.getInt(1),
                row.getInt(2),
                row.getInt(3),
                ShardState.valueOf(row.getString(4)),
                row.getInt(5),
                row.getString(6),
                firstSentAt,
                row.getString(8),
                row.getString(9));
    }

    static void insert(Connection connection, String runId, PlannedShard shard) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO reader_run_shard (run_id, shard, round_no, generation, state, urls, request, stored, changed,"
                        + " unchanged, reserved, credits, fence, leased_until)"
                        + " VALUES (?, ?, ?, 0, 'PLANNED', ?, ?, 0, 0, 0, 0, 0, 0, 0)",
                runId,
                shard.number(),
                shard.round(),
                shard.urls().size(),
                Compression.compress(shard.request()));
    }

    static byte[] request(Connection connection, String runId, int number) throws SQLException {
        List<byte[]> found = Sql.query(
                connection,
                "SELECT request FROM reader_run_shard WHERE run_id = ? AND shard = ?",
                row -> row.getBytes(1),
                runId,
                number);
        if (found.isEmpty()) {
            throw new IllegalStateException("the ledger has no shard " + number + " of run \"" + runId + "\"");
        }
        return Compression.decompress(found.get(0));
    }

    static void sending(Connection connection, String runId, int number, String key, Instant now, long cost)
            throws SQLException {
        update(
                connection,
                runId,
                number,
                "state = 'SENDING', request_key = ?, first_sent_at = ?, reserved = ?",
                key,
                now,
                cost);
    }

    static void planned(Connection connection, String runId, int number) throws SQLException {
        update(
                connection,
                runId,
                number,
                "state = 'PLANNED', request_key = NULL, first_sent_at = NULL, job_id = NULL, reserved = 0");
    }

    static void nextGeneration(Connection connection, String runId, int number, byte[] request, int urls)
            throws SQLException {
        planned(connection, runId, number);
        update(
                connection,
                runId,
                number,
                "generation = generation + 1, request = ?, urls = ?",
                Compression.compress(request),
                urls);
    }

    static void running(Connection connection, String runId, int number, String jobId) throws SQLException {
        update(connection, runId, number, "state = 'RUNNING', job_id = ?, reason = NULL", jobId);
    }

    static void unknown(Connection connection, String runId, int number, String reason) throws SQLException {
        update(connection, runId, number, "state = 'UNKNOWN', reason = ?", Sql.text(reason));
    }

    static void settled(Connection connection, String runId, int number, ShardState state, long credits)
            throws SQLException {
        update(connection, runId, number, "state = ?, credits = ?, reserved = 0", state, credits);
    }

    static void count(Connection connection, String runId, int number, PartNotes notes) throws SQLException {
        update(
                connection,
                runId,
                number,
                "stored = stored + ?, changed = changed + ?, unchanged = unchanged + ?",
                notes.stored().size(),
                notes.changed(),
                notes.unchanged());
    }

    static long reserved(Connection connection, String runId, int number) throws SQLException {
        return Sql.query(
                        connection,
                        "SELECT reserved FROM reader_run_shard WHERE run_id = ? AND shard = ?",
                        row -> row.getLong(1),
                        runId,
                        number)
                .get(0);
    }

    private static void update(
            Connection connection, String runId, int number, String set, @Nullable Object... arguments)
            throws SQLException {
        @Nullable Object[] all = new @Nullable Object[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = runId;
        all[arguments.length + 1] = number;
        Sql.update(connection, "UPDATE reader_run_shard SET " + set + " WHERE run_id = ? AND shard = ?", all);
    }

    static RunTotals totals(Connection connection, String runId) throws SQLException {
        long failed = Sql.query(
                        connection,
                        "SELECT COUNT(*) FROM reader_run_failure WHERE run_id = ? AND round_no >= 0",
                        row -> row.getLong(1),
                        runId)
                .get(0);
        return Sql.query(
                        connection,
                        "SELECT COALESCE(SUM(stored), 0), COALESCE(SUM(changed), 0), COALESCE(SUM(unchanged), 0),"
                                + " COUNT(CASE WHEN " + OPEN + " THEN 1 END),"
                                + " COUNT(CASE WHEN state = 'UNKNOWN' THEN 1 END)"
                                + " FROM reader_run_shard WHERE run_id = ?",
                        row -> new RunTotals(
                                row.getLong(1), row.getLong(2), row.getLong(3), failed, row.getInt(4), row.getInt(5)),
                        runId)
                .get(0);
    }
}
