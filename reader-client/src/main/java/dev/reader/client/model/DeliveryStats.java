package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Copies;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of the deliveries of a webhook (docs/reader-api.md §5).
 *
 * @param totalAttempts the number of attempts
 * @param failedDeliveries the number of deliveries that failed
 * @param lastDeliveryAt when the last delivery was sent, or null if none was
 * @param lastDeliveryStatus the HTTP status of the receiver's last response, or null if there is none
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
 */
public record DeliveryStats(
        long totalAttempts,
        long failedDeliveries,
        @Nullable Instant lastDeliveryAt,
        @Nullable Integer lastDeliveryStatus,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies lists and maps. */
    public DeliveryStats {
        additionalProperties = Copies.map(additionalProperties);
    }
}
