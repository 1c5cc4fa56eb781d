package dev.reader.client.error;

import dev.reader.client.model.Job;
import java.util.Objects;

/**
 * Thrown by a wait when the job fails or is cancelled.
 *
 * <p>{@link Job#results} of {@link #job} has the pages that the job finished before, if the wait collects results.
 */
public class JobFailedException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final Job job;

    /**
     * Creates an exception.
     *
     * @param job the ended job
     */
    public JobFailedException(Job job) {
        super(
                "job " + job.id() + " ended as " + job.status() + " after " + job.completed() + " of " + job.total()
                        + " pages" + (job.error() == null ? "" : ": " + job.error()),
                null,
                null,
                job.id());
        this.job = job;
    }

    /** {@return the id of the job} */
    @Override
    public String jobId() {
        return Objects.requireNonNull(super.jobId());
    }

    /** {@return the ended job, with the results that it has} */
    public Job job() {
        return job;
    }
}
