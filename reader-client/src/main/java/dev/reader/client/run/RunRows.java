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

    /** The time of its start is the number of a plan. */
    private static final String PLAN = "SELECT planned, created_at FROM reader_run";

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

    /** Excludes other transactions that lock any run. */
    static void lockAll(Connection connection) throws SQLException {
        Sql.lock(connection, "SELECT run_id FROM reader_run", "reader_run", "", row -> row.getString(1));
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

    /** Returns the number of the next plan, later than that of any earlier one, and excludes other plans of the run. */
    static long nextPlan(Connection connection, String runId, Instant now) throws SQLException {
        List<Long> unfinished = Sql.lock(connection, PLAN, "reader_run", WHERE, row -> plan(row, runId), runId);
        return unfinished.isEmpty() ? now.toEpochMilli() : Math.max(now.toEpochMilli(), unfinished.get(0) + 1);
    }

    /** Checks that a plan is neither finished nor started again, and excludes other writes to it. */
    static void lockPlan(Connection connection, String runId, long plan) throws SQLException {
        List<Long> current = Sql.lock(connection, PLAN, "reader_run", WHERE, row -> plan(row, runId), runId);
        if (!current.equals(List.of(plan))) {
            throw new IllegalStateException("run \"" + runId
                    + "\" is being planned by another call of plan(); call it again once that one has ended");
        }
    }

    private static long plan(ResultSet row, String runId) throws SQLException {
        if (row.getBoolean(1)) {
            throw new IllegalStateException(
                    "run \"" + runId + "\" was planned by another call of plan() meanwhile; call it again");
        }
        return row.getLong(2);
    }

    static void insert(Connection connection, String runId, byte[] options, long plan) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO reader_run VALUES (?, ?, FALSE, 0, ?, 0, 0, 0, 0, 0, 0, ?)",
                runId,
                LedgerSchema.VERSION,
                options,
                plan);
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
