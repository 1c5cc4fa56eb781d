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
 * A URL of the workspace's own that Reader tells of events (docs/reader-api.md §5).
 *
 * @param id the webhook's id
 * @param url where deliveries go
 * @param name its name, or null where the server does not say
 * @param events what it is told
 * @param headers what is sent along with each delivery
 * @param active whether deliveries are sent, or null where the server does not say
 * @param deliveryStats how its deliveries went, or null where the server does not say
 * @param createdAt when it was made, or null where the server does not say
 * @param updatedAt when it was changed last, or null where the server does not say
 * @param secret what its deliveries are signed with, on what creating it returns and only there; else null
 * @param additionalProperties what else the server said
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

    /** Copies what can change. */
    public Webhook {
        events = Copies.list(events);
        headers = Copies.map(headers);
        additionalProperties = Copies.map(additionalProperties);
    }

    /** {@return the webhook in a line, without its secret and without the values of its headers} */
    @Override
    public String toString() {
        return "Webhook[id=" + id + ", url=" + url + ", name=" + name + ", events=" + events + ", headers="
                + headers.keySet() + ", active=" + active + ", secret=" + (secret == null ? "none" : "…") + "]";
    }
}
