package dev.reader.client.error;

import dev.reader.client.model.Job;

/**
 * Thrown when a job that was waited for ends as failed or cancelled.
 *
 * <p>What the job had finished by then is in {@link Job#results} of {@link #job}, if the wait was to collect results.
 */
public class JobFailedException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final transient Job job;

    /**
     * Creates an exception.
     *
     * @param job the job as it ended
     */
    public JobFailedException(Job job) {
        super(
                "job " + job.id() + " ended as " + job.status() + " with " + job.completed() + " of " + job.total()
                        + " pages done" + (job.error() == null ? "" : ": " + job.error()),
                null);
        this.job = job;
    }

    /** {@return the job as it ended, with the results that it had finished} */
    public Job job() {
        return job;
    }
}
