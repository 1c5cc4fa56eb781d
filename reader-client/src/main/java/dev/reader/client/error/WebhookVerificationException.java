package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a delivery of a webhook is refused: it does not prove that it comes from Reader, or can't be read.
 *
 * <p>Nothing in it can be used to forge a signature: neither a secret nor the signature that was expected.
 */
public class WebhookVerificationException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * Creates an exception.
     *
     * @param reason why the delivery is refused
     * @param detail what was found, without anything secret
     * @param cause what it failed of, or null
     */
    public WebhookVerificationException(Reason reason, String detail, @Nullable Throwable cause) {
        super("the webhook delivery is refused, " + reason + ": " + detail, cause);
        this.reason = reason;
    }

    /** {@return why the delivery is refused} */
    public Reason reason() {
        return reason;
    }

    /** Why a delivery is refused. */
    public enum Reason {
        /** There is no {@code X-Reader-Signature}: someone else sent it, or the webhook has no secret. */
        MISSING_SIGNATURE,
        /** There is no {@code X-Reader-Timestamp}. */
        MISSING_TIMESTAMP,
        /** The signature is not exactly {@code sha256=} and 64 lowercase hex digits. */
        MALFORMED_SIGNATURE,
        /** The timestamp is no number of seconds in ASCII digits. */
        MALFORMED_TIMESTAMP,
        /** The signature is right but was made longer ago than is tolerated: a replay, or a clock that is wrong. */
        TOO_OLD,
        /** The signature is right but was made further in the future than is tolerated: a clock is wrong. */
        TOO_NEW,
        /** No secret makes this signature of this timestamp and body. */
        SIGNATURE_MISMATCH,
        /** The body is no JSON document. */
        MALFORMED_BODY;

        /**
         * Tells whether the sender failed to prove who it is, as opposed to sending what can't be read.
         *
         * @return true where the answer is due to be 401, false where it is due to be 400
         */
        public boolean unauthenticated() {
            return switch (this) {
                case MISSING_SIGNATURE, MISSING_TIMESTAMP, TOO_OLD, TOO_NEW, SIGNATURE_MISMATCH -> true;
                case MALFORMED_SIGNATURE, MALFORMED_TIMESTAMP, MALFORMED_BODY -> false;
            };
        }
    }
}
