package dev.reader.client.webhook;

import dev.reader.client.internal.Checks;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signs deliveries as Reader does, so that tests can send valid deliveries to a handler.
 *
 * <pre>{@code
 * byte[] body = "{\"jobId\":\"job_1\"}".getBytes(StandardCharsets.UTF_8);
 * Map<String, String> headers = WebhookSigner.headers(secret, Instant.now(), "job.completed", "delivery-1", body);
 * }</pre>
 */
public final class WebhookSigner {
    private WebhookSigner() {}

    /**
     * Returns the value of {@code X-Reader-Signature} for a delivery.
     *
     * @param secret the webhook's secret, 16 to 256 characters
     * @param timestamp when the delivery is sent; signed in whole seconds, as in {@code X-Reader-Timestamp}
     * @param body the raw bytes of the body
     * @return {@code sha256=} and 64 lowercase hex digits
     * @throws IllegalArgumentException if an argument is null, the secret is too short or too long, or the timestamp is
     *     before 1970
     */
    public static String sign(String secret, Instant timestamp, byte[] body) {
        return sign(secret, Checks.notNull("timestamp", timestamp).getEpochSecond(), body);
    }

    /**
     * Returns the value of {@code X-Reader-Signature} for a delivery with the given {@code X-Reader-Timestamp}.
     *
     * @param secret the webhook's secret, 16 to 256 characters
     * @param timestamp when the delivery is sent, in seconds since 1970
     * @param body the raw bytes of the body
     * @return {@code sha256=} and 64 lowercase hex digits
     * @throws IllegalArgumentException if an argument is null, the secret is too short or too long, or the timestamp is
     *     negative
     */
    public static String sign(String secret, long timestamp, byte[] body) {
        Checks.atLeast("timestamp", timestamp, 0);
        Checks.notNull("body", body);
        return Signature.format(Signature.compute(Signature.key("secret", secret), Long.toString(timestamp), body));
    }

    /**
     * Returns the headers that Reader sends with a delivery of a webhook that has a secret.
     *
     * @param secret the webhook's secret, 16 to 256 characters
     * @param timestamp when the delivery is sent
     * @param type the event, such as {@code job.completed}
     * @param deliveryId the delivery's id
     * @param body the raw bytes of the body
     * @return the headers in the documented spelling, in a modifiable map, so that a test can break one
     * @throws IllegalArgumentException if an argument is null, the secret is too short or too long, or the timestamp is
     *     before 1970
     */
    public static Map<String, String> headers(
            String secret, Instant timestamp, String type, String deliveryId, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Reader-Webhook/1.0");
        headers.put(WebhookHeaders.EVENT, Checks.notNull("type", type));
        headers.put(WebhookHeaders.DELIVERY, Checks.notNull("deliveryId", deliveryId));
        headers.put(WebhookHeaders.SIGNATURE, sign(secret, timestamp, body));
        headers.put(WebhookHeaders.TIMESTAMP, Long.toString(timestamp.getEpochSecond()));
        return headers;
    }
}
