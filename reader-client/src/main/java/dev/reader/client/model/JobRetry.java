package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The answer to a retry of a job's failed pages (docs/reader-api.md §3).
 *
 * @param id the job, which is the same as before
 * @param status its state, usually queued again
 * @param retrying how many pages are tried again
 */
public record JobRetry(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) JobStatus status,
        int retrying) {}
