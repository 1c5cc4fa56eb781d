package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Copies;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the deliveries of a webhook went (docs/reader-api.md §5).
 *
 * @param totalAttempts how often a delivery was sent
 * @param failedDeliveries how many deliveries failed
 * @param lastDeliveryAt when the last was sent, or null if there was none
 * @param lastDeliveryStatus what the last was answered, as JSON since it is not documented whether that is a number or a
 *     word, or null if there was none
 * @param additionalProperties what else the server said
 */
public record DeliveryStats(
        long totalAttempts,
        long failedDeliveries,
        @Nullable Instant lastDeliveryAt,
        @Nullable JsonNode lastDeliveryStatus,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies what can change. */
    public DeliveryStats {
        additionalProperties = Copies.map(additionalProperties);
        lastDeliveryStatus = lastDeliveryStatus == null || lastDeliveryStatus.isNull() ? null : lastDeliveryStatus;
    }
}
