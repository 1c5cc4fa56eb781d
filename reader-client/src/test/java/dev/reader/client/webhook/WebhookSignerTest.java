package dev.reader.client.webhook;

import static dev.reader.client.webhook.Deliveries.BODY;
import static dev.reader.client.webhook.Deliveries.NOW;
import static dev.reader.client.webhook.Deliveries.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignerTest {
    /** Computed with {@code printf '%s' "$timestamp.$body" | openssl dgst -sha256 -hmac "$secret"}. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
        whsec_0123456789abcdef, 1767225600, {"jobId":"job_1"}, 00b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7c
        whsec_0123456789abcdef, 1767225600, ``, 5aa8c8f74f0a8c5694701440a471939b9f31b001f4dd9fca474a0996c07a2e0a
        whsec_0123456789abcdef, 1, {"jobId":"job_1"}, c526c41779d05bcfdf3482cd527575a6d5d14b79e2963125af61a270cbb70085
        sixteen letters!, 1767225600, `{"jobId":"job_ü","error":"naïve – 日本"}`, b3de794ba36e859f31127a04cba720af6f870e1024d8e847913f157ecb08faf9
        geheimnis-üöä-geheim, 1767225600, {}, 80f8305cb871f9c3d22b10e1dcb600e057b4264ff5ffbefa631547c558655663
        """)
    void sign_matchesOpenssl(String secret, long timestamp, String body, String hex) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        assertThat(WebhookSigner.sign(secret, timestamp, bytes)).isEqualTo("sha256=" + hex);
        assertThat(WebhookSigner.sign(secret, Instant.ofEpochSecond(timestamp, 999_999_999), bytes))
                .isEqualTo("sha256=" + hex);
    }

    @Test
    void sign_binaryBody_matchesOpenssl() {
        assertThat(WebhookSigner.sign(SECRET, NOW, new byte[] {0, (byte) 0xff, (byte) 0xfe, '\n'}))
                .isEqualTo("sha256=9a5c14565e48948d0efc657f64ab54d5ca7b565d0c710c3de93826d9bed25c74");
    }

    @Test
    void sign_acceptsMaximumSecretLength() {
        assertThat(WebhookSigner.sign("k".repeat(256), NOW, Deliveries.utf8("{}")))
                .isEqualTo("sha256=b5e87d36aa89d13c287b2aa35bfab9e7254b6b8258e5e947543f06418cdf6bbf");
    }

    @Test
    void headers_matchRealDelivery() {
        assertThat(WebhookSigner.headers(SECRET, NOW, "job.completed", "d-1", BODY))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Content-Type",
                        "application/json",
                        "User-Agent",
                        "Reader-Webhook/1.0",
                        "X-Reader-Event",
                        "job.completed",
                        "X-Reader-Delivery",
                        "d-1",
                        "X-Reader-Timestamp",
                        "1767225600",
                        "X-Reader-Signature",
                        "sha256=00b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7c"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 257})
    void secretOfInvalidLength_isRejected(int length) {
        String secret = "s".repeat(length);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSigner.sign(secret, NOW, BODY))
                .withMessage("secret must have 16 to 256 characters, but has " + length);
    }

    @Test
    void nullArguments_areRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSigner.sign(null, NOW, BODY))
                .withMessage("secret is null; set it to the secret of the webhook");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSigner.sign(SECRET, null, BODY))
                .withMessage("timestamp is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSigner.sign(SECRET, NOW, null))
                .withMessage("body is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSigner.headers(SECRET, NOW, null, "d-1", BODY))
                .withMessage("type is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSigner.headers(SECRET, NOW, "job.page", null, BODY))
                .withMessage("deliveryId is null");
    }

    @Test
    void timestampBefore1970_isRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSigner.sign(SECRET, -1, BODY))
                .withMessage("timestamp must be at least 0, but is -1");
    }
}
