package dev.reader.client.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in a {@link WebhookInbox}, without its payload.
 *
 * @param key the key by which duplicates are recognized
 * @param state what happened to it
 * @param type the event's name on the wire; empty if the header was absent
 * @param deliveryId the delivery's id, or null if the header was absent
 * @param attempts the number of attempts that were started since it was stored or queued again
 * @param receivedAt when it was stored
 * @param dueAt when its next attempt is due; meaningful only if it is pending
 * @param lastError the last failure, at most 1,000 characters; null if no attempt has failed
 */
public record InboxDelivery(
        String key,
        State state,
        String type,
        @Nullable String deliveryId,
        int attempts,
        Instant receivedAt,
        Instant dueAt,
        @Nullable String lastError) {

    /** The state of a delivery in the inbox. */
    public enum State {
        /** It waits for its first attempt or for another one. */
        PENDING,
        /** An attempt succeeded. Its payload is deleted; its key remains, so that duplicates are recognized. */
        HANDLED,
        /** Every attempt failed. It waits for {@link WebhookInbox#requeue}. */
        DEAD
    }
}
