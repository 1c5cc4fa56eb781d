package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Copies;
import java.util.Map;

/**
 * How busy the workspace is (docs/reader-api.md §6).
 *
 * @param activeJobs how many jobs run
 * @param waitingJobs how many wait for their turn
 * @param maxConcurrency how many may be active at once
 * @param additionalProperties what else the server said
 */
public record QueueStatus(
        int activeJobs,
        int waitingJobs,
        int maxConcurrency,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies what can change. */
    public QueueStatus {
        additionalProperties = Copies.map(additionalProperties);
    }
}
