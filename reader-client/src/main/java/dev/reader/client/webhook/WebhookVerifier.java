package dev.reader.client.webhook;

import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.error.WebhookVerificationException.Reason;
import dev.reader.client.internal.Checks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the deliveries that Reader signed and refuses all others (docs/reader-api.md §5).
 *
 * <p>Takes any framework's headers as a function, and the body as the <b>raw bytes</b> that came: a body that was parsed
 * and written again has another signature. Headers are asked for in the documented spelling and then in lower case, so
 * that a plain map does as well as a method that ignores case.
 *
 * <pre>{@code
 * WebhookVerifier verifier = WebhookVerifier.of(secret);
 * WebhookEvent event = verifier.verify(request::getHeader, rawBody);
 * }</pre>
 *
 * <p>The signature covers the timestamp and the body, and neither the event's name nor the delivery's id. Immutable and
 * safe for use by many threads.
 */
public final class WebhookVerifier {
    private static final int MOST_TIMESTAMP_DIGITS = 18;

    private final List<SecretKeySpec> keys;
    private final Duration tolerance;
    private final Clock clock;

    private WebhookVerifier(Builder builder) {
        this.keys = List.copyOf(builder.keys);
        this.tolerance = builder.tolerance;
        this.clock = builder.clock;
    }

    /**
     * Returns a verifier with one secret and a tolerance of 5 minutes.
     *
     * @param secret the webhook's secret, 16 to 256 characters
     * @return the verifier
     * @throws IllegalArgumentException if the secret is null or has another length; the message does not hold it
     */
    public static WebhookVerifier of(String secret) {
        return builder().secret(secret).build();
    }

    /** {@return a builder without a secret} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Verifies a delivery and then reads it.
     *
     * @param headers gives the value of a header, or null where there is none
     * @param body the raw bytes of the body
     * @return what the delivery says
     * @throws WebhookVerificationException if the delivery is refused; says why
     * @throws IllegalArgumentException if an argument is null
     */
    public WebhookEvent verify(Function<String, @Nullable String> headers, byte[] body) {
        return WebhookParser.parse(headers, verifySignature(headers, body), body);
    }

    /**
     * Verifies a delivery without reading its body, for one that is passed on or stored as it is.
     *
     * @param headers gives the value of a header, or null where there is none
     * @param body the raw bytes of the body
     * @return when the delivery was sent, in whole seconds
     * @throws WebhookVerificationException if the delivery is refused; says why
     * @throws IllegalArgumentException if an argument is null
     */
    public Instant verifySignature(Function<String, @Nullable String> headers, byte[] body) {
        Checks.notNull("headers", headers);
        Checks.notNull("body", body);
        byte[] signature = signature(headers);
        String text = WebhookHeaders.find(headers, WebhookHeaders.TIMESTAMP);
        if (text == null) {
            throw refused(Reason.MISSING_TIMESTAMP, "it has no " + WebhookHeaders.TIMESTAMP);
        }
        long seconds = seconds(text);
        if (!signedByAny(text, body, signature)) {
            throw refused(
                    Reason.SIGNATURE_MISMATCH,
                    "none of " + keys.size() + " secrets makes its signature of " + body.length + " bytes");
        }
        return checkAge(seconds);
    }

    /**
     * Reads a delivery of a webhook that has no secret. <b>Anybody who knows the URL can send it</b>: take it as a hint to
     * ask the API, and not as the truth.
     *
     * @param headers gives the value of a header, or null where there is none
     * @param body the raw bytes of the body
     * @return what the delivery says; without a timestamp where it has none
     * @throws WebhookVerificationException if the body is no JSON document, or a timestamp is there and is none
     * @throws IllegalArgumentException if an argument is null
     */
    public static WebhookEvent parseUnverified(Function<String, @Nullable String> headers, byte[] body) {
        Checks.notNull("headers", headers);
        Checks.notNull("body", body);
        String text = WebhookHeaders.find(headers, WebhookHeaders.TIMESTAMP);
        return WebhookParser.parse(headers, text == null ? null : instant(seconds(text)), body);
    }

    private boolean signedByAny(String timestamp, byte[] body, byte[] signature) {
        for (SecretKeySpec key : keys) {
            if (Signature.matches(key, timestamp, body, signature)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] signature(Function<String, @Nullable String> headers) {
        String header = WebhookHeaders.find(headers, WebhookHeaders.SIGNATURE);
        if (header == null) {
            throw refused(Reason.MISSING_SIGNATURE, "it has no " + WebhookHeaders.SIGNATURE);
        }
        byte[] signature = Signature.parse(header);
        if (signature == null) {
            throw refused(
                    Reason.MALFORMED_SIGNATURE,
                    WebhookHeaders.SIGNATURE + " is not sha256= and 64 lowercase hex digits");
        }
        return signature;
    }

    private static long seconds(String text) {
        boolean digits = !text.isEmpty() && text.length() <= MOST_TIMESTAMP_DIGITS;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw refused(
                    Reason.MALFORMED_TIMESTAMP, WebhookHeaders.TIMESTAMP + " is no number of seconds in ASCII digits");
        }
        return Long.parseLong(text);
    }

    private static Instant instant(long seconds) {
        return seconds > Instant.MAX.getEpochSecond() ? Instant.MAX : Instant.ofEpochSecond(seconds);
    }

    private Instant checkAge(long seconds) {
        Instant sent = instant(seconds);
        Duration age = Duration.between(sent, clock.instant());
        if (age.compareTo(tolerance) > 0) {
            throw refused(Reason.TOO_OLD, "it was sent " + age + " ago, and " + tolerance + " is tolerated");
        }
        if (age.negated().compareTo(tolerance) > 0) {
            throw refused(
                    Reason.TOO_NEW, "it was sent " + age.negated() + " ahead, and " + tolerance + " is tolerated");
        }
        return sent;
    }

    private static WebhookVerificationException refused(Reason reason, String detail) {
        return new WebhookVerificationException(reason, detail, null);
    }

    /** Settings of a {@link WebhookVerifier}. Not safe for use by many threads. */
    public static final class Builder {
        private static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

        private final List<SecretKeySpec> keys = new ArrayList<>();
        private Duration tolerance = DEFAULT_TOLERANCE;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Adds a secret. A delivery is accepted if any of the secrets signed it, so that a secret can be replaced while
         * deliveries signed with the old one still arrive.
         *
         * @param secret the secret, 16 to 256 characters
         * @return this builder
         * @throws IllegalArgumentException if the secret is null or has another length; the message does not hold it
         */
        public Builder secret(String secret) {
            keys.add(Signature.key("secret", secret));
            return this;
        }

        /**
         * Adds secrets.
         *
         * @param secrets the secrets, at least one, 16 to 256 characters each
         * @return this builder
         * @throws IllegalArgumentException if there is none, or one is null or has another length; the message does not
         *     hold it
         */
        public Builder secrets(String... secrets) {
            return secrets(Arrays.asList(Checks.notNull("secrets", secrets)));
        }

        /**
         * Adds secrets.
         *
         * @param secrets the secrets, at least one, 16 to 256 characters each
         * @return this builder
         * @throws IllegalArgumentException if there is none, or one is null or has another length; the message does not
         *     hold it
         */
        public Builder secrets(Collection<String> secrets) {
            List<SecretKeySpec> added = new ArrayList<>();
            for (String secret : Checks.notEmpty("secrets", secrets)) {
                added.add(Signature.key("secrets[" + added.size() + "]", secret));
            }
            keys.addAll(added);
            return this;
        }

        /**
         * Sets how far the timestamp may lie in the past or in the future.
         *
         * @param tolerance the time to either side (default 5 minutes), positive
         * @return this builder
         * @throws IllegalArgumentException if it is null, zero or negative
         */
        public Builder tolerance(Duration tolerance) {
            this.tolerance = Checks.positive("tolerance", tolerance);
            return this;
        }

        /**
         * Sets the clock that timestamps are compared with, for tests.
         *
         * @param clock the clock (default the system's)
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder clock(Clock clock) {
            this.clock = Checks.notNull("clock", clock);
            return this;
        }

        /**
         * Returns the verifier.
         *
         * @return the verifier
         * @throws IllegalArgumentException if no secret was added
         */
        public WebhookVerifier build() {
            Checks.notEmpty("secrets", keys);
            return new WebhookVerifier(this);
        }
    }
}
