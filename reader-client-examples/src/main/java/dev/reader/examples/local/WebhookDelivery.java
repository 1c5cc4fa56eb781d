package dev.reader.examples.local;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one receiver.
 *
 * @param id the delivery's id; null when each attempt is to have an id of its own
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record WebhookDelivery(
        WebhookTarget target,
        String event,
        byte[] body,
        @Nullable String id) {

    /** The request of the next attempt. */
    HttpRequest request(Instant now, Duration timeout) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target.url()).timeout(timeout).POST(BodyPublishers.ofByteArray(body));
        target.headers().forEach(request::setHeader);
        request.setHeader("Content-Type", "application/json")
                .setHeader("User-Agent", "Reader-Webhook/1.0")
                .setHeader("X-Reader-Event", event)
                .setHeader("X-Reader-Delivery", id == null ? UUID.randomUUID().toString() : id);
        String secret = target.secret();
        if (secret != null) {
            String timestamp = Long.toString(now.getEpochSecond());
            request.setHeader("X-Reader-Timestamp", timestamp)
                    .setHeader("X-Reader-Signature", "sha256=" + signature(secret, timestamp, body));
        }
        return request.build();
    }

    private static String signature(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
