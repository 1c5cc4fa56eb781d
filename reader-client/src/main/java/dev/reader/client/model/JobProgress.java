package dev.reader.client.model;

/**
 * The progress of a job.
 *
 * @param jobId the id of the job
 * @param status its status
 * @param completed the number of pages attempted so far
 * @param total the number of pages, as far as it is known
 */
public record JobProgress(String jobId, JobStatus status, int completed, int total) {}
