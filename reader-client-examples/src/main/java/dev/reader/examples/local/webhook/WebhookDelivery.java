package dev.reader.examples.local.webhook;

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
 * An event on its way to one receiver.
 *
 * @param id the id of the delivery; null to give each attempt its own id
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebhookDelivery(
        WebhookTarget target,
        String event,
        byte[] body,
        @Nullable String id) {

    /** Returns the request of the next attempt. */
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
            throw new IllegalStateException("HmacSHA256 is not available", e);
        }
    }
}
