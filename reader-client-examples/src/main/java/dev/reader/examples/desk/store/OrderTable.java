package dev.reader.examples.desk.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of a marketplace's orders, each with the job that it started and, at its end, the result. */
public final class OrderTable {
    /**
     * An order and the state of its job.
     *
     * @param resultLength the length of the stored result in bytes; null before the job has ended
     */
    public record Order(
            String orderId,
            String inputHash,
            String output,
            JobState state,
            int completed,
            int total,
            int failed,
            int stored,
            @Nullable String problem,
            @Nullable String mimeType,
            @Nullable Long resultLength) {}

    /** A stored result. */
    public record Result(String mimeType, byte[] bytes) {}

    private OrderTable() {}

    public static void insert(
            Connection connection, String orderId, String jobId, String inputHash, String output, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO desk_order (order_id, job_id, input_hash, output, created_at) VALUES (?, ?, ?, ?, ?)",
                orderId,
                jobId,
                inputHash,
                output,
                now);
    }

    public static Optional<Order> find(Connection connection, String orderId) throws SQLException {
        return Sql.first(
                connection,
                OrderTable::map,
                "SELECT o.order_id, o.input_hash, o.output, o.mime_type, o.result_length,"
                        + " j.state, j.completed, j.total, j.failed, j.stored, j.problem"
                        + " FROM desk_order o JOIN desk_job j ON j.id = o.job_id WHERE o.order_id = ?",
                orderId);
    }

    /** Returns how the results of a job are to be delivered, if an order started it. */
    public static Optional<String> outputOf(Connection connection, String jobId) throws SQLException {
        return Sql.first(
                connection, row -> row.getString(1), "SELECT output FROM desk_order WHERE job_id = ? LIMIT 1", jobId);
    }

    public static void setResult(Connection connection, String jobId, String mimeType, byte[] result)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE desk_order SET mime_type = ?, result_length = ?, result = ? WHERE job_id = ?",
                mimeType,
                (long) result.length,
                result,
                jobId);
    }

    public static Optional<Result> result(Connection connection, String orderId) throws SQLException {
        return Sql.first(
                connection,
                row -> new Result(row.getString(1), row.getBytes(2)),
                "SELECT mime_type, result FROM desk_order WHERE order_id = ? AND result IS NOT NULL",
                orderId);
    }

    private static Order map(ResultSet row) throws SQLException {
        return new Order(
                row.getString("order_id"),
                row.getString("input_hash"),
                row.getString("output"),
                JobState.valueOf(row.getString("state")),
                row.getInt("completed"),
                row.getInt("total"),
                row.getInt("failed"),
                row.getInt("stored"),
                row.getString("problem"),
                row.getString("mime_type"),
                Sql.longValue(row, "result_length"));
    }
}
