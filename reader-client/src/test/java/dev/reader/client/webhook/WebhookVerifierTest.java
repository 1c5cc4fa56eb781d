package dev.reader.client.webhook;

import static dev.reader.client.webhook.Deliveries.BODY;
import static dev.reader.client.webhook.Deliveries.CLOCK;
import static dev.reader.client.webhook.Deliveries.NOW;
import static dev.reader.client.webhook.Deliveries.SECRET;
import static dev.reader.client.webhook.Deliveries.VERIFIER;
import static dev.reader.client.webhook.Deliveries.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.error.WebhookVerificationException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookVerifierTest {
    private static final String OTHER_SECRET = "whsec_another_secret";
    private static final String HEX = "00b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7c";

    private final Map<String, String> headers = Deliveries.completed("d-1");

    @Test
    void signedDelivery_isAccepted() {
        assertThat(VERIFIER.verify(headers::get, BODY)).isInstanceOfSatisfying(WebhookEvent.JobCompleted.class, e -> {
            assertThat(e.jobId()).isEqualTo("job_1");
            assertThat(e.deliveryId()).isEqualTo("d-1");
            assertThat(e.timestamp()).isEqualTo(NOW);
            assertThat(e.type()).isEqualTo("job.completed");
        });
        assertThat(VERIFIER.verifySignature(headers::get, BODY)).isEqualTo(NOW);
    }

    @Test
    void of_usesSystemClock() {
        Map<String, String> fresh = WebhookSigner.headers(SECRET, Instant.now(), "job.completed", "d-1", BODY);

        assertThat(WebhookVerifier.of(SECRET).verify(fresh::get, BODY).deliveryId())
                .isEqualTo("d-1");
        assertRejected(WebhookVerifier.of(SECRET), headers, BODY, Reason.TOO_OLD);
    }

    @Test
    void headers_areFoundInAnyMap() {
        Map<String, String> lower = headers.entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);

        assertThat(VERIFIER.verify(lower::get, BODY)).isEqualTo(VERIFIER.verify(headers::get, BODY));
        assertThat(VERIFIER.verify(anyCase::get, BODY)).isEqualTo(VERIFIER.verify(headers::get, BODY));
    }

    @Test
    void missingSignature() {
        headers.remove("X-Reader-Signature");

        assertRejected(VERIFIER, headers, BODY, Reason.MISSING_SIGNATURE);
    }

    @Test
    void missingTimestamp() {
        headers.remove("X-Reader-Timestamp");

        assertRejected(VERIFIER, headers, BODY, Reason.MISSING_TIMESTAMP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                HEX,
                "sha256:" + HEX,
                "SHA256=" + HEX,
                " sha256=" + HEX,
                "sha256=" + HEX + " ",
                "sha256= " + HEX,
                "sha256=" + HEX + "0",
                "sha256=" + HEX + HEX,
                "sha256=" + HEX + ",sha256=" + HEX,
                "sha256=0" + "0b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7",
                "sha256=00B405E8BDB2A136EB451FD4686DA78ABE1B0EA5DA40187252FBAF34303FFA7C",
                "sha256=00b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7C",
                "sha256=g0b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7c",
                "sha256=0`b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7c",
                "sha256=:0b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7c",
                "sha256=/0b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7c",
                "sha256=０0b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7c",
                "sha256=٠0b405e8bdb2a136eb451fd4686da78abe1b0ea5da40187252fbaf34303ffa7c"
            })
    void malformedSignature(String signature) {
        headers.put("X-Reader-Signature", signature);

        assertRejected(VERIFIER, headers, BODY, Reason.MALFORMED_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1767225600",
                "1767225600 ",
                "+1767225600",
                "-1767225600",
                "1767225600.0",
                "1.7672256e9",
                "1767225600Z",
                "0x69563080",
                "2026-01-01T00:00:00Z",
                "１７６７２２５６００",
                "١٧٦٧٢٢٥٦٠٠",
                "1767225600\n",
                "9223372036854775807",
                "9223372036854775808",
                "99999999999999999999999999"
            })
    void malformedTimestamp(String timestamp) {
        headers.put("X-Reader-Timestamp", timestamp);

        assertRejected(VERIFIER, headers, BODY, Reason.MALFORMED_TIMESTAMP);
    }

    @ParameterizedTest
    @CsvSource({
        "-300, 0, ",
        "-301, 0, TOO_OLD",
        "-300, 1, TOO_OLD",
        "300, 0, ",
        "301, 0, TOO_NEW",
        "301, 999999999, TOO_NEW",
        "0, 500, "
    })
    void defaultTolerance_isFiveMinutesInBothDirections(long seconds, long nanosAfter, Reason reason) {
        Map<String, String> signed =
                WebhookSigner.headers(SECRET, NOW.plusSeconds(seconds), "job.completed", "d-1", BODY);
        WebhookVerifier verifier = WebhookVerifier.builder()
                .secret(SECRET)
                .clock(Clock.fixed(NOW.plusNanos(nanosAfter), ZoneOffset.UTC))
                .build();

        if (reason == null) {
            assertThat(verifier.verifySignature(signed::get, BODY)).isEqualTo(NOW.plusSeconds(seconds));
        } else {
            assertRejected(verifier, signed, BODY, reason);
        }
    }

    @Test
    void tolerance_isConfigurable() {
        WebhookVerifier strict = WebhookVerifier.builder()
                .secret(SECRET)
                .tolerance(Duration.ofSeconds(1))
                .clock(CLOCK)
                .build();
        Map<String, String> old = WebhookSigner.headers(SECRET, NOW.minusSeconds(2), "job.completed", "d-1", BODY);

        assertThat(strict.verify(headers::get, BODY).timestamp()).isEqualTo(NOW);
        assertRejected(strict, old, BODY, Reason.TOO_OLD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999", "31556889864403199", "31556889864403200", "999999999999999999"})
    void maximumTimestamp_isTooNew(String timestamp) {
        headers.put("X-Reader-Timestamp", timestamp);
        headers.put("X-Reader-Signature", WebhookSigner.sign(SECRET, Long.parseLong(timestamp), BODY));

        assertRejected(VERIFIER, headers, BODY, Reason.TOO_NEW);
    }

    @Test
    void signatureWithOtherSecret_isRejected() {
        Map<String, String> forged = WebhookSigner.headers(OTHER_SECRET, NOW, "job.completed", "d-1", BODY);

        assertRejected(VERIFIER, forged, BODY, Reason.SIGNATURE_MISMATCH);
    }

    @Test
    void forgery_withOldTimestamp_isSignatureMismatch() {
        Map<String, String> forged = WebhookSigner.headers(OTHER_SECRET, Instant.EPOCH, "job.completed", "d-1", BODY);

        assertRejected(VERIFIER, forged, BODY, Reason.SIGNATURE_MISMATCH);
    }

    @Test
    void reserializedBody_isRejected() {
        assertRejected(VERIFIER, headers, utf8("{ \"jobId\": \"job_1\" }"), Reason.SIGNATURE_MISMATCH);
    }

    @Test
    void severalSecrets_anyMatches() {
        WebhookVerifier rotating = WebhookVerifier.builder()
                .secrets(OTHER_SECRET, SECRET)
                .clock(CLOCK)
                .build();
        Map<String, String> withOther = WebhookSigner.headers(OTHER_SECRET, NOW, "job.completed", "d-2", BODY);
        Map<String, String> withThird =
                WebhookSigner.headers("whsec_a_third_secret", NOW, "job.completed", "d-3", BODY);

        assertThat(rotating.verify(headers::get, BODY).deliveryId()).isEqualTo("d-1");
        assertThat(rotating.verify(withOther::get, BODY).deliveryId()).isEqualTo("d-2");
        assertRejected(rotating, withThird, BODY, Reason.SIGNATURE_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"jobId\":", "{} {}", "null", "<html/>", "{\"a\":NaN}"})
    void malformedBody(String text) {
        byte[] body = utf8(text);

        assertRejected(VERIFIER, Deliveries.headers("job.completed", "d-1", body), body, Reason.MALFORMED_BODY);
    }

    @Test
    void bodyInInvalidEncoding_isRejected() {
        byte[] body = {0, 0, (byte) 0xff, (byte) 0xfe};

        assertRejected(VERIFIER, Deliveries.headers("job.completed", "d-1", body), body, Reason.MALFORMED_BODY);
    }

    @Test
    void verify_checksSignatureBeforeParsing() {
        assertRejected(VERIFIER, headers, utf8("{"), Reason.SIGNATURE_MISMATCH);
    }

    @ParameterizedTest
    @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "BODY_TOO_LARGE")
    void exception_containsNoSecretOrSignature(Reason reason) {
        WebhookVerificationException rejection = rejectionOf(reason);

        String text = rejection + " " + Arrays.toString(rejection.getStackTrace()) + " " + rejection.getCause();
        assertThat(text).contains(reason.name()).doesNotContain(SECRET, SECRET.substring(6), HEX, "job_1");
    }

    private WebhookVerificationException rejectionOf(Reason reason) {
        byte[] body = BODY;
        switch (reason) {
            case MISSING_SIGNATURE -> headers.remove("X-Reader-Signature");
            case MISSING_TIMESTAMP -> headers.remove("X-Reader-Timestamp");
            case MALFORMED_SIGNATURE -> headers.put("X-Reader-Signature", HEX);
            case MALFORMED_TIMESTAMP -> headers.put("X-Reader-Timestamp", SECRET);
            case TOO_OLD -> headers.putAll(WebhookSigner.headers(SECRET, Instant.EPOCH, "e", "d", BODY));
            case TOO_NEW -> headers.putAll(WebhookSigner.headers(SECRET, NOW.plusSeconds(999), "e", "d", BODY));
            case SIGNATURE_MISMATCH -> body = utf8("{\"jobId\":\"job_1\"} ");
            case MALFORMED_BODY -> {
                body = utf8("{\"jobId\":\"job_1\"");
                headers.putAll(Deliveries.headers("job.completed", "d-1", body));
            }
            case BODY_TOO_LARGE -> throw new IllegalArgumentException("the receiver gives this reason");
        }
        byte[] sent = body;
        return catchThrowableOfType(WebhookVerificationException.class, () -> VERIFIER.verify(headers::get, sent));
    }

    @Test
    void parseUnverified_acceptsUnsignedDelivery() {
        WebhookEvent event = WebhookVerifier.parseUnverified(
                Map.of("X-Reader-Event", "job.started", "X-Reader-Delivery", "d-1")::get, BODY);

        assertThat(event).isInstanceOfSatisfying(WebhookEvent.JobStarted.class, started -> {
            assertThat(started.jobId()).isEqualTo("job_1");
            assertThat(started.timestamp()).isNull();
        });
        assertThat(WebhookVerifier.parseUnverified(headers::get, BODY).timestamp())
                .isEqualTo(NOW);
    }

    @Test
    void parseUnverified_rejectsMalformedDelivery() {
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> WebhookVerifier.parseUnverified(headers::get, utf8("no")))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED_BODY));
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> WebhookVerifier.parseUnverified(Map.of("X-Reader-Timestamp", "today")::get, BODY))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED_TIMESTAMP));
    }

    @Test
    void builder_rejectsInvalidSettings() {
        WebhookVerifier.Builder builder = WebhookVerifier.builder();
        String tooShort = "only15character";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.secret(tooShort))
                .withMessage("secret must have 16 to 256 characters, but has 15");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.secret("${READER_WEBHOOK_SECRET}"))
                .withMessage("secret is the placeholder ${READER_WEBHOOK_SECRET}, which nothing replaced; "
                        + "set the variable that it names");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.secrets(SECRET, tooShort))
                .withMessage("secrets[1] must have 16 to 256 characters, but has 15");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.secrets(SECRET, null))
                .withMessage("secrets[1] is null; set it to the secret of the webhook");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.secrets(List.of()))
                .withMessage("secrets is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.tolerance(Duration.ZERO))
                .withMessage("tolerance must be positive, but is PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.clock(null))
                .withMessage("clock is null");
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage("secrets is empty");
    }

    @Test
    void nullArguments_areRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VERIFIER.verify(null, BODY))
                .withMessage("headers is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VERIFIER.verify(headers::get, null))
                .withMessage("body is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookVerifier.parseUnverified(null, BODY))
                .withMessage("headers is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookVerifier.parseUnverified(headers::get, null))
                .withMessage("body is null");
    }

    private static void assertRejected(
            WebhookVerifier verifier, Map<String, String> headers, byte[] body, Reason reason) {
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> verifier.verify(headers::get, body))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .withMessageStartingWith("the webhook delivery is rejected, " + reason + ": ");
    }
}
