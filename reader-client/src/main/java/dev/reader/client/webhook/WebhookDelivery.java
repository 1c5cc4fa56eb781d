package dev.reader.client.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every delivery has, whatever its event (docs/reader-api.md §5).
 *
 * <p>{@code toString} omits the payload, because the payload of a session event may contain the session's token.
 *
 * @param type the event's name on the wire; empty if the header is absent
 * @param id the delivery's id, or null if the header is absent
 * @param timestamp when the delivery was sent, in whole seconds; null if an unsigned delivery has no timestamp
 * @param payload the whole body
 */
public record WebhookDelivery(
        String type, @Nullable String id, @Nullable Instant timestamp, JsonNode payload) {
    @Override
    public String toString() {
        return "WebhookDelivery[type=" + type + ", id=" + id + ", timestamp=" + timestamp + "]";
    }
}
