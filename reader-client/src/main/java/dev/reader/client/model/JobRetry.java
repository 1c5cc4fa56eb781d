package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * The answer to a retry of a job's failed pages (docs/reader-api.md §3).
 *
 * @param id the job, which is the same as before
 * @param status its state, usually queued again
 * @param retrying how many pages are tried again
 */
public record JobRetry(
        @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
        String id,

        @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
        JobStatus status,

        int retrying) {}
