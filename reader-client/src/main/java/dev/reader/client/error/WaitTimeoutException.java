package dev.reader.client.error;

import dev.reader.client.model.Job;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Thrown when a job is not over, or its results are not collected, by the deadline of the wait. The job goes on. */
public class WaitTimeoutException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Job job;

    /**
     * Creates an exception.
     *
     * @param jobId the job that was waited for
     * @param timeout how long it was waited for
     * @param job the job as it was last seen, or null
     * @param cause what kept the wait from seeing more, or null
     */
    public WaitTimeoutException(String jobId, Duration timeout, @Nullable Job job, @Nullable Throwable cause) {
        super(
                "job " + jobId + " was waited for for " + timeout.toMillis() + " ms"
                        + (job == null
                                ? " and never seen"
                                : " and last seen " + job.status() + " with " + job.completed() + " of " + job.total()
                                        + " pages done"),
                cause);
        this.job = job;
    }

    /** {@return the job as it was last seen, without results; null if it was never seen} */
    public @Nullable Job job() {
        return job;
    }
}
