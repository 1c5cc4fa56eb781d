package dev.reader.client.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Creates deliveries for tests, signed at the time of a fixed clock. */
final class Deliveries {
    static final String SECRET = "whsec_0123456789abcdef";
    static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final WebhookVerifier VERIFIER =
            WebhookVerifier.builder().secret(SECRET).clock(CLOCK).build();
    static final byte[] BODY = utf8("{\"jobId\":\"job_1\"}");

    private Deliveries() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Map<String, String> completed(String deliveryId) {
        return headers("job.completed", deliveryId, BODY);
    }

    static Map<String, String> headers(String type, String deliveryId, byte[] body) {
        return WebhookSigner.headers(SECRET, NOW, type, deliveryId, body);
    }
}
