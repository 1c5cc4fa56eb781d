package dev.reader.client;

import dev.reader.client.error.ReaderException;
import dev.reader.client.model.Job;

/** The outcome of a job that {@link ReaderClient#waitForJobs} waited for. */
public sealed interface JobOutcome {

    /**
     * The job reached a terminal status: completed, failed or cancelled.
     *
     * @param job the job, with its results if the wait collected them
     */
    record Ended(Job job) implements JobOutcome {}

    /**
     * The outcome of the job is unknown: the job does not exist, its results can't be fetched, or the wait timed out.
     *
     * @param cause the failure
     */
    record Broken(ReaderException cause) implements JobOutcome {}
}
