package dev.reader.client.model;

/**
 * How far a job is.
 *
 * @param jobId the job
 * @param status its state
 * @param completed how many of its pages were attempted
 * @param total how many pages it has, as far as is known
 */
public record JobProgress(String jobId, JobStatus status, int completed, int total) {}
