package dev.reader.client;

import dev.reader.client.error.ReaderException;
import dev.reader.client.model.Job;

/** What became of a job that {@link ReaderClient#waitForJobs} waited for. */
public sealed interface JobOutcome {

    /**
     * The job is over: completed, failed or cancelled.
     *
     * @param job the job, with its results where the wait was to collect them
     */
    record Ended(Job job) implements JobOutcome {}

    /**
     * What became of the job can't be told: there is no such job, its results can't be had, or the deadline passed.
     *
     * @param cause why
     */
    record Broken(ReaderException cause) implements JobOutcome {}
}
