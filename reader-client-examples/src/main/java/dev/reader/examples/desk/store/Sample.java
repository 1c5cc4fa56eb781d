package dev.reader.examples.desk.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The credits and the queue of the workspace at one time. */
public record Sample(
        Instant takenAt,
        int balance,
        int used,
        int creditLimit,
        @Nullable String tier,
        int activeJobs,
        int waitingJobs,
        int maxConcurrency) {
    public static void insert(Connection connection, Sample sample) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO desk_sample (taken_at, balance, used, credit_limit, tier, active_jobs, waiting_jobs,"
                        + " max_concurrency) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                sample.takenAt,
                sample.balance,
                sample.used,
                sample.creditLimit,
                sample.tier,
                sample.activeJobs,
                sample.waitingJobs,
                sample.maxConcurrency);
    }

    public static Optional<Sample> latest(Connection connection) throws SQLException {
        return Sql.first(connection, Sample::map, "SELECT * FROM desk_sample ORDER BY taken_at DESC LIMIT 1");
    }

    /** Returns the latest samples, the oldest first. */
    public static List<Sample> latest(Connection connection, int limit) throws SQLException {
        return Sql.list(
                connection,
                Sample::map,
                "SELECT * FROM (SELECT * FROM desk_sample ORDER BY taken_at DESC LIMIT ?) AS latest ORDER BY taken_at",
                limit);
    }

    public static int forgetBefore(Connection connection, Instant time) throws SQLException {
        return Sql.update(connection, "DELETE FROM desk_sample WHERE taken_at < ?", time);
    }

    private static Sample map(ResultSet row) throws SQLException {
        return new Sample(
                Sql.instant(row, "taken_at"),
                row.getInt("balance"),
                row.getInt("used"),
                row.getInt("credit_limit"),
                row.getString("tier"),
                row.getInt("active_jobs"),
                row.getInt("waiting_jobs"),
                row.getInt("max_concurrency"));
    }
}
