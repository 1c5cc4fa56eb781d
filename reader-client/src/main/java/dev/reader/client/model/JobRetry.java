package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * The response to a retry of a job's failed pages (docs/reader-api.md §3).
 *
 * @param id the id of the job, which stays the same
 * @param status its status, usually queued
 * @param retrying the number of pages that are retried; 0 if the server does not say
 */
public record JobRetry(
        @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
        String id,

        @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
        JobStatus status,

        int retrying) {}
