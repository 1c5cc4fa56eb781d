package dev.reader.client.webhook;

import dev.reader.client.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What makes two deliveries the same one to a {@link WebhookReceiver}.
 *
 * <p>Reader's documents contradict each other on whether the attempts at one delivery share its id (docs/reader-api.md
 * §5). If they do, {@link #id} is exact. If they do not, a delivery that was carried out and whose answer was lost comes
 * again as another; {@link #content} sees through that, and takes two events for one if they say the very same, such as a
 * job that is completed, retried and completed again. An effect that can be repeated, such as writing a row under its own
 * key, is right either way.
 */
public final class DeliveryKeys {
    private DeliveryKeys() {}

    /**
     * Tells deliveries apart by their id.
     *
     * @param event the event
     * @return the delivery's id; where it has none, what {@link #content} returns
     */
    public static String id(WebhookEvent event) {
        String id = event.deliveryId();
        return id == null || id.isBlank() ? content(event) : id;
    }

    /**
     * Tells deliveries apart by what they say: the event's name and the body, but neither id nor timestamp.
     *
     * @param event the event
     * @return a digest, in 64 hex digits
     */
    public static String content(WebhookEvent event) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(event.type().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return HexFormat.of().formatHex(digest.digest(Json.write(event.payload())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not there, which every Java platform must have", e);
        }
    }
}
