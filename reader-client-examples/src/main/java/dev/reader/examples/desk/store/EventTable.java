package dev.reader.examples.desk.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The table of events: which job changed, in the order of the commits. */
public final class EventTable {
    /** The row of the job changed. */
    public static final String JOB = "job";
    /** The pages of the job changed. */
    public static final String PAGES = "pages";

    /** An event. */
    public record Event(long seq, String jobId, String kind) {}

    private EventTable() {}

    /**
     * Adds an event. Call it after the other changes of a transaction: from here on, others wait for the commit, so that
     * no event becomes visible before an earlier one.
     */
    public static void add(Connection connection, String jobId, String kind, Instant now) throws SQLException {
        Sql.update(connection, "UPDATE desk_sequence SET last_seq = last_seq + 1");
        Sql.update(
                connection,
                "INSERT INTO desk_event (seq, job_id, kind, created_at) VALUES (?, ?, ?, ?)",
                last(connection),
                jobId,
                kind,
                now);
    }

    /** Returns the number of the latest event. */
    public static long last(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT last_seq FROM desk_sequence");
    }

    /** Returns the events after a number, up to a limit. */
    public static List<Event> after(Connection connection, long seq, int limit) throws SQLException {
        return Sql.list(
                connection,
                row -> new Event(row.getLong(1), row.getString(2), row.getString(3)),
                "SELECT seq, job_id, kind FROM desk_event WHERE seq > ? ORDER BY seq LIMIT ?",
                seq,
                limit);
    }

    /** Returns the jobs that changed after a number, the kinds of their events apart. */
    public static List<Event> changedAfter(Connection connection, long seq, int limit) throws SQLException {
        return Sql.list(
                connection,
                row -> new Event(row.getLong(1), row.getString(2), row.getString(3)),
                "SELECT MAX(seq), job_id, kind FROM desk_event WHERE seq > ? GROUP BY job_id, kind"
                        + " ORDER BY MAX(seq) DESC LIMIT ?",
                seq,
                limit);
    }

    /** Returns true if a job has events of a kind after a number. */
    public static boolean changed(Connection connection, String jobId, String kind, long seq) throws SQLException {
        return Sql.number(
                        connection,
                        "SELECT COUNT(*) FROM desk_event WHERE seq > ? AND job_id = ? AND kind = ?",
                        seq,
                        jobId,
                        kind)
                > 0;
    }

    /** Deletes the events before a time. A browser that was away for longer gets the present state all the same. */
    public static int forgetBefore(Connection connection, Instant time) throws SQLException {
        return Sql.update(connection, "DELETE FROM desk_event WHERE created_at < ?", time);
    }
}
