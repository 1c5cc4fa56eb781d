package dev.reader.client.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the table reader_run. */
final class RunRows {
    private static final String SELECT =
            "SELECT schema_version, planned, round_no, options, urls, duplicates, rejected,"
                    + " shards, credits_spent, credits_reserved FROM reader_run";
    private static final String WHERE = " WHERE run_id = ?";

    private RunRows() {}

    static @Nullable RunRecord find(Connection connection, String runId) throws SQLException {
        return first(Sql.query(connection, SELECT + WHERE, RunRows::read, runId));
    }

    /** Excludes other transactions on the run until this one ends. */
    static RunRecord lock(Connection connection, String runId) throws SQLException {
        RunRecord run = first(Sql.lock(connection, SELECT, "reader_run", WHERE, RunRows::read, runId));
        if (run == null) {
            throw new IllegalStateException("the ledger has no run \"" + runId + "\"");
        }
        return run;
    }

    private static @Nullable RunRecord first(List<RunRecord> found) {
        return found.isEmpty() ? null : found.get(0);
    }

    private static RunRecord read(ResultSet row) throws SQLException {
        int version = row.getInt(1);
        if (version != LedgerSchema.VERSION) {
            throw new IllegalStateException("the ledger has version " + version + ", but this library writes version "
                    + LedgerSchema.VERSION + "; use the version of the library that started the run");
        }
        return new RunRecord(
                row.getBoolean(2),
                row.getInt(3),
                row.getBytes(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getInt(8),
                row.getLong(9),
                row.getLong(10));
    }

    static void insert(Connection connection, String runId, byte[] options, Instant now) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO reader_run VALUES (?, ?, FALSE, 0, ?, 0, 0, 0, 0, 0, 0, ?)",
                runId,
                LedgerSchema.VERSION,
                options,
                now);
    }

    static void delete(Connection connection, String runId) throws SQLException {
        for (String table : List.of("reader_run", "reader_run_shard", "reader_run_url", "reader_run_failure")) {
            Sql.update(connection, "DELETE FROM " + table + " WHERE run_id = ?", runId);
        }
    }

    static void planned(Connection connection, String runId, long urls, long duplicates, long rejected, int shards)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE reader_run SET planned = TRUE, urls = ?, duplicates = ?, rejected = ?, shards = ? WHERE run_id = ?",
                urls,
                duplicates,
                rejected,
                shards,
                runId);
    }

    static void startRound(Connection connection, String runId, int round, int shards) throws SQLException {
        Sql.update(connection, "UPDATE reader_run SET round_no = ?, shards = ? WHERE run_id = ?", round, shards, runId);
    }

    static void addCredits(Connection connection, String runId, long spent, long reserved) throws SQLException {
        Sql.update(
                connection,
                "UPDATE reader_run SET credits_spent = credits_spent + ?, credits_reserved = credits_reserved + ?"
                        + " WHERE run_id = ?",
                spent,
                reserved,
                runId);
    }
}
