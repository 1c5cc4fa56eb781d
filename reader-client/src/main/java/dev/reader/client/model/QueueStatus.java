package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Copies;
import java.util.Map;

/**
 * The load of the workspace's browsers (docs/reader-api.md §6).
 *
 * @param activeJobs the number of active jobs; 0 if the server does not say
 * @param waitingJobs the number of waiting jobs; 0 if the server does not say
 * @param maxConcurrency the maximum number of active jobs; 0 if the server does not say
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
 */
public record QueueStatus(
        int activeJobs,
        int waitingJobs,
        int maxConcurrency,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies lists and maps. */
    public QueueStatus {
        additionalProperties = Copies.map(additionalProperties);
    }
}
