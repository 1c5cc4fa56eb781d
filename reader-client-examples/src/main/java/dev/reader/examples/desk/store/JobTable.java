package dev.reader.examples.desk.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of jobs. */
public final class JobTable {
    /** No step is due: the job has ended. */
    private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** Longer than any pause and any claim. */
    private static final Duration FAR_AHEAD = Duration.ofMinutes(10);

    private static final int MAX_PROBLEM_LENGTH = 300;
    private static final String OPEN = " AND state IN " + JobState.OPEN;

    private JobTable() {}

    /** Adds a new job. The caller adds the event, as the last change of its transaction. */
    public static void insert(Connection connection, DeskJob job) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO desk_job (id, kind, title, request, idempotency_key, state, completed, total, failed, stored,"
                        + " run, attempts, created_at, heard_at, check_at, claimed_until)"
                        + " VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0, 0, 0, 0, ?, ?, ?, 0)",
                job.id(),
                job.kind(),
                job.title(),
                job.request(),
                job.idempotencyKey(),
                job.state(),
                job.total(),
                job.createdAt(),
                job.heardAt(),
                job.checkAt());
    }

    public static Optional<DeskJob> find(Connection connection, String id) throws SQLException {
        return Sql.first(connection, JobTable::map, "SELECT * FROM desk_job WHERE id = ?", id);
    }

    /** Locks a job until the transaction ends. */
    public static Optional<DeskJob> lock(Connection connection, String id) throws SQLException {
        return Sql.first(connection, JobTable::map, "SELECT * FROM desk_job WHERE id = ? FOR UPDATE", id);
    }

    /** Returns jobs, the newest first. */
    public static List<DeskJob> list(Connection connection, int limit, int offset) throws SQLException {
        return Sql.list(
                connection,
                JobTable::map,
                "SELECT * FROM desk_job ORDER BY created_at DESC, id LIMIT ? OFFSET ?",
                limit,
                offset);
    }

    public static int count(Connection connection) throws SQLException {
        return (int) Sql.number(connection, "SELECT COUNT(*) FROM desk_job");
    }

    public static int countOpen(Connection connection) throws SQLException {
        return (int) Sql.number(connection, "SELECT COUNT(*) FROM desk_job WHERE state IN " + JobState.OPEN);
    }

    /**
     * Takes the job whose step has been due for longest, so that no other thread and no other instance does. If the owner
     * dies, the step is due again when the claim ends. Times that lie further ahead than anybody sets them come from a clock
     * that was wrong, and count as past.
     */
    public static Optional<DeskJob> claimDue(Connection connection, String owner, Instant now, Instant until)
            throws SQLException {
        Optional<String> due = Sql.first(
                connection,
                row -> row.getString(1),
                "SELECT id FROM desk_job WHERE (check_at <= ? OR (check_at > ? AND check_at < ?))"
                        + " AND (claimed_until <= ? OR claimed_until > ?)" + OPEN
                        + " ORDER BY check_at LIMIT 1 FOR UPDATE SKIP LOCKED",
                now,
                now.plus(FAR_AHEAD),
                NEVER,
                now,
                now.plus(FAR_AHEAD));
        if (due.isEmpty()) {
            return Optional.empty();
        }
        Sql.update(
                connection,
                "UPDATE desk_job SET claimed_by = ?, claimed_until = ?, check_at = ? WHERE id = ?",
                owner,
                until,
                until,
                due.get());
        return find(connection, due.get());
    }

    /** Keeps what the owner has claimed. */
    public static void extendClaims(Connection connection, String owner, Instant until) throws SQLException {
        Sql.update(connection, "UPDATE desk_job SET claimed_until = ? WHERE claimed_by = ?", until, owner);
    }

    /** Ends a claim. A {@link #wake} since the claim is kept: the next step is then due at once. */
    public static void release(Connection connection, DeskJob claimed, String owner, Instant nextCheck)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE desk_job SET claimed_by = NULL, claimed_until = 0,"
                        + " check_at = CASE WHEN check_at = ? THEN ? ELSE check_at END WHERE id = ? AND claimed_by = ?",
                claimed.checkAt(),
                nextCheck,
                claimed.id(),
                owner);
    }

    /** Makes the next step of a job due. Returns false if no open job has this id at Reader. */
    public static boolean wake(Connection connection, String readerJobId, Instant now) throws SQLException {
        return Sql.update(
                        connection, "UPDATE desk_job SET check_at = ? WHERE reader_job_id = ?" + OPEN, now, readerJobId)
                > 0;
    }

    /** Makes the next step of every open job due. */
    public static void wakeAll(Connection connection, Instant now) throws SQLException {
        Sql.update(connection, "UPDATE desk_job SET check_at = ? WHERE check_at > ?" + OPEN, now, now);
    }

    /** Records what Reader said about a job. Its pages so far are to be read at {@code readAt} at the latest. */
    public static boolean progress(
            Connection connection, String readerJobId, int completed, int total, Instant now, Instant readAt)
            throws SQLException {
        Optional<String> id = Sql.first(
                connection,
                row -> row.getString(1),
                "SELECT id FROM desk_job WHERE reader_job_id = ?" + OPEN + " FOR UPDATE",
                readerJobId);
        if (id.isEmpty()) {
            return false;
        }
        Sql.update(
                connection,
                "UPDATE desk_job SET completed = ?, total = ?, heard_at = ?,"
                        + " state = CASE WHEN state = 'QUEUED' THEN 'PROCESSING' ELSE state END,"
                        + " check_at = CASE WHEN check_at > ? THEN ? ELSE check_at END WHERE id = ?",
                completed,
                total,
                now,
                readAt,
                readAt,
                id.get());
        EventTable.add(connection, id.get(), EventTable.JOB, now);
        return true;
    }

    /** Records that Reader has the job. */
    public static void setAccepted(Connection connection, DeskJob job, String readerJobId, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE desk_job SET reader_job_id = ?, attempts = 0, problem = NULL, heard_at = ?,"
                        + " state = CASE WHEN state = 'CANCELLING' THEN state ELSE 'QUEUED' END WHERE id = ?",
                readerJobId,
                now,
                job.id());
        EventTable.add(connection, job.id(), EventTable.JOB, now);
    }

    /** Records the state that Reader told, and how many pages are stored. */
    public static void setRead(
            Connection connection, DeskJob job, JobState state, int completed, int total, int stored, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE desk_job SET completed = ?, total = ?, stored = ?, heard_at = ?, attempts = 0, problem = NULL,"
                        + " state = CASE WHEN state = 'CANCELLING' THEN state ELSE ? END WHERE id = ?",
                completed,
                total,
                stored,
                now,
                state,
                job.id());
        EventTable.add(connection, job.id(), EventTable.JOB, now);
    }

    /** Asks for a cancellation or a retry; the next step carries it out. */
    public static void request(Connection connection, DeskJob job, JobState state, Instant now) throws SQLException {
        Sql.update(
                connection,
                "UPDATE desk_job SET state = ?, check_at = ?, run = run + ?, ended_at = NULL, problem = NULL, attempts = 0"
                        + " WHERE id = ?",
                state,
                now,
                state == JobState.RETRYING ? 1 : 0,
                job.id());
        EventTable.add(connection, job.id(), EventTable.JOB, now);
    }

    /** Ends a job, whose results are stored in the same transaction. */
    public static void end(
            Connection connection,
            DeskJob job,
            JobState state,
            int completed,
            int total,
            int failed,
            int stored,
            @Nullable Integer credits,
            @Nullable String problem,
            Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE desk_job SET state = ?, completed = ?, total = ?, failed = ?, stored = ?, credits = ?, problem = ?,"
                        + " ended_at = ?, check_at = ? WHERE id = ?",
                state,
                completed,
                total,
                failed,
                stored,
                credits,
                problem == null ? null : shortened(problem),
                now,
                NEVER,
                job.id());
        EventTable.add(connection, job.id(), EventTable.JOB, now);
    }

    /** Records why a step failed. */
    public static void setProblem(Connection connection, DeskJob job, String problem, Instant now) throws SQLException {
        Sql.update(
                connection,
                "UPDATE desk_job SET attempts = attempts + 1, problem = ? WHERE id = ?" + OPEN,
                shortened(problem),
                job.id());
        EventTable.add(connection, job.id(), EventTable.JOB, now);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_PROBLEM_LENGTH ? text : text.substring(0, MAX_PROBLEM_LENGTH) + "…";
    }

    private static DeskJob map(ResultSet row) throws SQLException {
        Long endedAt = Sql.longValue(row, "ended_at");
        return new DeskJob(
                row.getString("id"),
                row.getString("reader_job_id"),
                row.getString("kind"),
                row.getString("title"),
                row.getString("request"),
                row.getString("idempotency_key"),
                JobState.valueOf(row.getString("state")),
                row.getInt("completed"),
                row.getInt("total"),
                row.getInt("failed"),
                row.getInt("stored"),
                Sql.integer(row, "credits"),
                row.getString("problem"),
                row.getInt("run"),
                row.getInt("attempts"),
                Sql.instant(row, "created_at"),
                endedAt == null ? null : Instant.ofEpochMilli(endedAt),
                Sql.instant(row, "heard_at"),
                Sql.instant(row, "check_at"));
    }
}
