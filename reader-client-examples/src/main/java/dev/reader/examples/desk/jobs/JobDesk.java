package dev.reader.examples.desk.jobs;

import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DatabaseException;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.EventTable;
import dev.reader.examples.desk.store.JobState;
import dev.reader.examples.desk.store.JobTable;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;

/**
 * Takes the requests of people and of the marketplace. Each method stores the request and returns; a {@link JobWorker}
 * carries it out. So nobody waits for Reader, and no request is lost while Reader is down.
 */
public final class JobDesk {
    private final Database database;
    private final Clock clock;
    private final Runnable wakeWorker;

    /** Creates it; {@code wakeWorker} is called when a step is due. */
    public JobDesk(Database database, Clock clock, Runnable wakeWorker) {
        this.database = database;
        this.clock = clock;
        this.wakeWorker = wakeWorker;
    }

    /** More changes in the transaction of a submission. */
    @FunctionalInterface
    public interface Together {
        void run(Connection connection, String jobId) throws SQLException;
    }

    /**
     * Stores a job that is to be submitted, and returns its id. The same submission of the same form, as two clicks send it,
     * is one job.
     */
    public String submit(Submission submission, String form) {
        String jobId = UUID.nameUUIDFromBytes((form + submission.toJson()).getBytes(StandardCharsets.UTF_8))
                .toString();
        try {
            return submit(jobId, submission, (connection, id) -> {});
        } catch (DatabaseException e) {
            if (e.isDuplicate()) {
                return jobId;
            }
            throw e;
        }
    }

    /** Stores a job that is to be submitted, with more changes in the same transaction. */
    public String submit(Submission submission, Together together) {
        return submit(UUID.randomUUID().toString(), submission, together);
    }

    private String submit(String jobId, Submission submission, Together together) {
        DeskJob job = DeskJob.submitted(
                jobId,
                submission.kind(),
                submission.title(),
                submission.toJson(),
                "desk-" + UUID.randomUUID(),
                submission.total(),
                clock.instant());
        database.run(connection -> {
            JobTable.insert(connection, job);
            together.run(connection, job.id());
            EventTable.add(connection, job.id(), EventTable.JOB, job.createdAt());
        });
        wakeWorker.run();
        return job.id();
    }

    /** Asks for a cancellation. Returns false if the job is unknown or can't be cancelled any more. */
    public boolean cancel(String jobId) {
        return request(jobId, JobState.CANCELLING);
    }

    /** Asks to read the failed pages again. Returns false if the job is unknown, still open, or has no failed page. */
    public boolean retry(String jobId) {
        return request(jobId, JobState.RETRYING);
    }

    private boolean request(String jobId, JobState wish) {
        boolean accepted = database.call(connection -> {
            DeskJob job = JobTable.lock(connection, jobId).orElse(null);
            if (job == null || !(wish == JobState.RETRYING ? job.canRetry() : job.canCancel())) {
                return false;
            }
            JobTable.request(connection, job, wish, clock.instant());
            return true;
        });
        if (accepted) {
            wakeWorker.run();
        }
        return accepted;
    }
}
