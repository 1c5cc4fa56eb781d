package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a webhook delivery is rejected: its signature is not valid, or it can't be read.
 *
 * <p>Contains neither a secret nor the expected signature, so that it can be logged.
 */
public class WebhookVerificationException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * Creates an exception.
     *
     * @param reason why the delivery is rejected
     * @param detail a description without secrets
     * @param cause the cause, or null
     */
    public WebhookVerificationException(Reason reason, String detail, @Nullable Throwable cause) {
        super("the webhook delivery is rejected, " + reason + ": " + detail, cause);
        this.reason = reason;
    }

    /** {@return why the delivery is rejected} */
    public Reason reason() {
        return reason;
    }

    /** The reason to reject a delivery. */
    public enum Reason {
        /** The header {@code X-Reader-Signature} is missing: the sender is not Reader, or the webhook has no secret. */
        MISSING_SIGNATURE,
        /** The header {@code X-Reader-Timestamp} is missing. */
        MISSING_TIMESTAMP,
        /** The signature is not exactly {@code sha256=} and 64 lowercase hex digits. */
        MALFORMED_SIGNATURE,
        /** The timestamp is not a number of seconds in ASCII digits. */
        MALFORMED_TIMESTAMP,
        /** The signature is valid but older than the tolerance: a replay, or a wrong clock. */
        TOO_OLD,
        /** The signature is valid but further in the future than the tolerance: a wrong clock. */
        TOO_NEW,
        /** The signature does not match the timestamp and the body under any secret. */
        SIGNATURE_MISMATCH,
        /** The body is not a JSON document. */
        MALFORMED_BODY,
        /** The body exceeds the receiver's {@code maxBodyBytes}; the receiver responds with 413. */
        BODY_TOO_LARGE;

        /**
         * Tells whether the sender failed to authenticate, as opposed to sending a malformed delivery.
         *
         * @return true if the receiver should respond with 401, false if with 400 or, for a body that is too large, 413
         */
        public boolean unauthenticated() {
            return switch (this) {
                case MISSING_SIGNATURE, MISSING_TIMESTAMP, TOO_OLD, TOO_NEW, SIGNATURE_MISMATCH -> true;
                case MALFORMED_SIGNATURE, MALFORMED_TIMESTAMP, MALFORMED_BODY, BODY_TOO_LARGE -> false;
            };
        }
    }
}
