package dev.reader.client.webhook;

import static dev.reader.client.webhook.Deliveries.BODY;
import static dev.reader.client.webhook.Deliveries.NOW;
import static dev.reader.client.webhook.Deliveries.SECRET;
import static dev.reader.client.webhook.Deliveries.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.error.WebhookVerificationException.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class WebhookVerifierPropertyTest {
    @Property
    void signedDelivery_isAccepted(
            @ForAll byte[] body,
            @ForAll @StringLength(min = 16, max = 256) String secret,
            @ForAll @IntRange(min = -300, max = 300) int seconds) {
        WebhookVerifier verifier =
                WebhookVerifier.builder().secret(secret).clock(Deliveries.CLOCK).build();
        Map<String, String> headers = WebhookSigner.headers(secret, NOW.plusSeconds(seconds), "job.page", "d-1", body);

        assertThat(verifier.verifySignature(headers::get, body)).isEqualTo(NOW.plusSeconds(seconds));
    }

    @Property
    void changedByteOfBody_isRejected(
            @ForAll @Size(min = 1, max = 300) byte[] body,
            @ForAll @IntRange(min = 0) int at,
            @ForAll @IntRange(min = 1, max = 255) int change) {
        Map<String, String> headers = Deliveries.headers("job.page", "d-1", body);
        byte[] changed = body.clone();
        changed[at % body.length] ^= (byte) change;

        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> VERIFIER.verify(headers::get, changed))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.SIGNATURE_MISMATCH));
    }

    @Property
    void longerOrShorterBody_isRejected(@ForAll @Size(max = 300) byte[] body, @ForAll @Size(max = 300) byte[] other) {
        if (Arrays.equals(body, other)) {
            return;
        }
        Map<String, String> headers = Deliveries.headers("job.page", "d-1", body);

        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> VERIFIER.verify(headers::get, other))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.SIGNATURE_MISMATCH));
    }

    @Property
    void changedCharacterOfSignedHeader_isRejected(
            @ForAll boolean signature, @ForAll @IntRange(min = 0) int at, @ForAll char character) {
        Map<String, String> headers = Deliveries.completed("d-1");
        String name = signature ? "X-Reader-Signature" : "X-Reader-Timestamp";
        StringBuilder changed = new StringBuilder(headers.get(name));
        if (changed.charAt(at % changed.length()) == character) {
            return;
        }
        changed.setCharAt(at % changed.length(), character);
        headers.put(name, changed.toString());

        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> VERIFIER.verify(headers::get, BODY))
                .satisfies(e -> assertThat(e.reason())
                        .isIn(Reason.SIGNATURE_MISMATCH, Reason.MALFORMED_SIGNATURE, Reason.MALFORMED_TIMESTAMP));
    }

    /** The signature covers timestamp, dot and body as one text, so the dot could be moved. */
    @Property
    void byteMovedBetweenTimestampAndBody_isRejected(@ForAll @IntRange(min = 1, max = 9) int digits) {
        String seconds = Long.toString(NOW.getEpochSecond());
        byte[] body = Deliveries.utf8("." + seconds.substring(digits) + ".{}");
        Map<String, String> headers = Deliveries.headers("job.page", "d-1", body);
        headers.put("X-Reader-Timestamp", seconds + "." + seconds.substring(digits));

        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> VERIFIER.verify(headers::get, Deliveries.utf8("{}")))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED_TIMESTAMP));
    }

    @Property
    void arbitraryBytes_areParsedOrRejected(@ForAll byte[] body, @ForAll String type, @ForAll String timestamp) {
        Map<String, String> headers = Deliveries.headers(type, "d-1", body);
        assertParsedOrRejected(() -> VERIFIER.verify(headers::get, body), type);
        headers.put("X-Reader-Timestamp", timestamp);
        assertParsedOrRejected(() -> WebhookVerifier.parseUnverified(headers::get, body), type);
        headers.put("X-Reader-Signature", "sha256=" + type);
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> WebhookVerifier.of(SECRET).verify(headers::get, body));
    }

    private static void assertParsedOrRejected(Callable<WebhookEvent> read, String type) {
        try {
            assertThat(read.call().type()).isEqualTo(type);
        } catch (WebhookVerificationException e) {
            assertThat(e.reason()).isIn(Reason.MALFORMED_BODY, Reason.MALFORMED_TIMESTAMP);
        } catch (Exception e) {
            throw new AssertionError("expected an event or a WebhookVerificationException", e);
        }
    }
}
