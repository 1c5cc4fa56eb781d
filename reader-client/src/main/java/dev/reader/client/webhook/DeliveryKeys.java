package dev.reader.client.webhook;

import dev.reader.client.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Derives the keys by which a {@link WebhookReceiver} recognizes duplicate deliveries.
 *
 * <p>Reader's documentation is inconsistent on whether all attempts at one delivery share an id (docs/reader-api.md
 * §5). If they do, {@link #id} is exact. If they do not, a delivery that was handled but whose response was lost
 * arrives again under another id; {@link #content} recognizes it as a duplicate, but also treats two events with
 * identical content as one, such as a job that completes, is retried and completes again. An idempotent effect, such as
 * an upsert, is correct with either key.
 */
public final class DeliveryKeys {
    private DeliveryKeys() {}

    /**
     * Returns the delivery's id as the key.
     *
     * @param event the event
     * @return the delivery's id, or {@link #content} if the delivery has no id
     */
    public static String id(WebhookEvent event) {
        String id = event.deliveryId();
        return id == null || id.isBlank() ? content(event) : id;
    }

    /**
     * Returns a digest of the event's name and body as the key; ignores the id and the timestamp.
     *
     * @param event the event
     * @return a SHA-256 digest in 64 hex digits
     */
    public static String content(WebhookEvent event) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(event.type().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return HexFormat.of().formatHex(digest.digest(Json.write(event.payload())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "SHA-256 is not available, although every Java platform must provide it", e);
        }
    }
}
