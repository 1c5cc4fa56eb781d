package dev.reader.client.error;

import dev.reader.client.model.Job;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown when a wait times out before the job ends or its results are collected. The job continues. */
public class WaitTimeoutException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Job job;

    /**
     * Creates an exception.
     *
     * @param jobId the id of the job
     * @param timeout the time-out of the wait
     * @param job the last known state of the job, or null
     * @param cause the last failure to get the state, or null
     */
    public WaitTimeoutException(String jobId, Duration timeout, @Nullable Job job, @Nullable Throwable cause) {
        super(
                "the wait for job " + jobId + " timed out after " + timeout.toMillis() + " ms; "
                        + (job == null
                                ? "no status received"
                                : "last status " + job.status() + ", " + job.completed() + " of " + job.total()
                                        + " pages"),
                cause,
                null,
                jobId);
        this.job = job;
    }

    /** {@return the id of the job} */
    @Override
    public String jobId() {
        return Objects.requireNonNull(super.jobId());
    }

    /** {@return the last known state of the job, without results; null if no state was received} */
    public @Nullable Job job() {
        return job;
    }
}
