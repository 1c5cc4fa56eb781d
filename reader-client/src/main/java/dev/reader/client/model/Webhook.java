package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Copies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A webhook: a URL to which Reader delivers events (docs/reader-api.md §5).
 *
 * @param id the webhook's id
 * @param url the URL of the receiver
 * @param name its name, or null if the server does not say
 * @param events the events that are delivered
 * @param headers the headers of each delivery
 * @param active whether deliveries are sent, or null if the server does not say
 * @param deliveryStats statistics of its deliveries, or null if the server does not say
 * @param createdAt when it was created, or null if the server does not say
 * @param updatedAt when it was last changed, or null if the server does not say
 * @param secret the secret that signs its deliveries; only the response to its creation has it, else null
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
 */
public record Webhook(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String url,
        @Nullable String name,
        List<WebhookEventType> events,
        Map<String, String> headers,
        @Nullable Boolean active,
        @Nullable DeliveryStats deliveryStats,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable String secret,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies lists and maps. */
    public Webhook {
        events = Copies.list(events);
        headers = Copies.map(headers);
        additionalProperties = Copies.map(additionalProperties);
    }

    /** {@return the webhook without its secret and the values of its headers, on one line} */
    @Override
    public String toString() {
        return "Webhook[id=" + id + ", url=" + url + ", name=" + name + ", events=" + events + ", headers="
                + headers.keySet() + ", active=" + active + ", secret=" + (secret == null ? "none" : "…") + "]";
    }
}
