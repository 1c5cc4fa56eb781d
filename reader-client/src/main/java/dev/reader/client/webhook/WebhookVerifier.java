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
 * Accepts deliveries that Reader signed and rejects all others (docs/reader-api.md §5).
 *
 * <p>Takes the headers of any framework as a function, and the body as the <b>raw bytes</b> received: a body that was
 * parsed and serialized again has a different signature. Looks headers up in the documented spelling and then in lower
 * case, so a plain map works as well as a case-insensitive method.
 *
 * <pre>{@code
 * WebhookVerifier verifier = WebhookVerifier.of(secret);
 * WebhookEvent event = verifier.verify(request::getHeader, rawBody);
 * }</pre>
 *
 * <p>The signature covers the timestamp and the body, but neither the event's name nor the delivery's id. Immutable and
 * thread-safe.
 */
public final class WebhookVerifier {
    private static final int MAX_TIMESTAMP_DIGITS = 18;

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
     * @throws IllegalArgumentException if the secret is null, too short or too long; the message does not contain it
     */
    public static WebhookVerifier of(String secret) {
        return builder().secret(secret).build();
    }

    /** {@return a builder without a secret} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Verifies a delivery and parses it.
     *
     * @param headers returns the value of a header, or null if absent
     * @param body the raw bytes of the body
     * @return the event
     * @throws WebhookVerificationException if the delivery is rejected; carries the reason
     * @throws IllegalArgumentException if an argument is null
     */
    public WebhookEvent verify(Function<String, @Nullable String> headers, byte[] body) {
        return WebhookParser.parse(headers, verifySignature(headers, body), body);
    }

    /**
     * Verifies a delivery without parsing its body, for deliveries that are forwarded or stored unchanged.
     *
     * @param headers returns the value of a header, or null if absent
     * @param body the raw bytes of the body
     * @return when the delivery was sent, in whole seconds
     * @throws WebhookVerificationException if the delivery is rejected; carries the reason
     * @throws IllegalArgumentException if an argument is null
     */
    public Instant verifySignature(Function<String, @Nullable String> headers, byte[] body) {
        Checks.notNull("headers", headers);
        Checks.notNull("body", body);
        byte[] signature = signature(headers);
        String text = WebhookHeaders.find(headers, WebhookHeaders.TIMESTAMP);
        if (text == null) {
            throw refused(Reason.MISSING_TIMESTAMP, WebhookHeaders.TIMESTAMP + " header is missing");
        }
        long seconds = seconds(text);
        if (!signedByAny(text, body, signature)) {
            throw refused(
                    Reason.SIGNATURE_MISMATCH,
                    "the signature of the " + body.length + "-byte body matches none of the configured secrets ("
                            + keys.size() + ")");
        }
        return checkAge(seconds);
    }

    /**
     * Parses a delivery of a webhook that has no secret. <b>Anyone who knows the URL can send one</b>: treat it as a
     * hint to query the API, not as authentic.
     *
     * @param headers returns the value of a header, or null if absent
     * @param body the raw bytes of the body
     * @return the event; its timestamp is null if the header is absent
     * @throws WebhookVerificationException if the body is not a JSON document, or the timestamp is present but
     *     malformed
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
            throw refused(
                    Reason.MISSING_SIGNATURE,
                    WebhookHeaders.SIGNATURE + " header is missing; configure a secret for the webhook if it has none");
        }
        byte[] signature = Signature.parse(header);
        if (signature == null) {
            throw refused(
                    Reason.MALFORMED_SIGNATURE,
                    WebhookHeaders.SIGNATURE + " must be sha256= followed by 64 lowercase hex digits");
        }
        return signature;
    }

    private static long seconds(String text) {
        boolean digits = !text.isEmpty() && text.length() <= MAX_TIMESTAMP_DIGITS;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw refused(
                    Reason.MALFORMED_TIMESTAMP,
                    WebhookHeaders.TIMESTAMP + " must be a number of seconds in ASCII digits");
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
            throw refused(Reason.TOO_OLD, "sent " + age + " ago, but the tolerance is " + tolerance);
        }
        if (age.negated().compareTo(tolerance) > 0) {
            throw refused(
                    Reason.TOO_NEW,
                    "sent " + age.negated() + " in the future, but the tolerance is " + tolerance
                            + "; check the clocks");
        }
        return sent;
    }

    private static WebhookVerificationException refused(Reason reason, String detail) {
        return new WebhookVerificationException(reason, detail, null);
    }

    /** Builds a {@link WebhookVerifier}. Not thread-safe. */
    public static final class Builder {
        private static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

        private final List<SecretKeySpec> keys = new ArrayList<>();
        private Duration tolerance = DEFAULT_TOLERANCE;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Adds a secret. The verifier accepts a delivery that was signed with any of the secrets, so a secret can be
         * rotated while deliveries signed with the old one still arrive.
         *
         * @param secret the secret, 16 to 256 characters
         * @return this builder
         * @throws IllegalArgumentException if the secret is null, too short or too long; the message does not contain
         *     it
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
         * @throws IllegalArgumentException if there are none, or one is null, too short or too long; the message does
         *     not contain it
         */
        public Builder secrets(String... secrets) {
            return secrets(Arrays.asList(Checks.notNull("secrets", secrets)));
        }

        /**
         * Adds secrets.
         *
         * @param secrets the secrets, at least one, 16 to 256 characters each
         * @return this builder
         * @throws IllegalArgumentException if there are none, or one is null, too short or too long; the message does
         *     not contain it
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
         * Sets how far in the past or in the future the timestamp may be.
         *
         * @param tolerance the tolerance in either direction (default 5 minutes), positive
         * @return this builder
         * @throws IllegalArgumentException if it is null, zero or negative
         */
        public Builder tolerance(Duration tolerance) {
            this.tolerance = Checks.positive("tolerance", tolerance);
            return this;
        }

        /**
         * Sets the clock that timestamps are compared with. Meant for tests.
         *
         * @param clock the clock (default: the system clock)
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
