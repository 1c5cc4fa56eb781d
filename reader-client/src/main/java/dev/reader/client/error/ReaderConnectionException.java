package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when no answer came: the server could not be reached, the connection broke, or the time-out passed.
 *
 * <p>Comes after the retries that were allowed. Where {@link #outcomeUnknown} is true, the server may have carried the
 * request out; a request to read or to start a job can then be sent again with the same {@link #idempotencyKey} and is
 * still carried out only once.
 */
public class ReaderConnectionException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;
    private final @Nullable String idempotencyKey;

    /**
     * Creates an exception.
     *
     * @param message what failed
     * @param cause what it failed of, or null
     * @param outcomeUnknown whether the server may have carried the request out
     * @param idempotencyKey the idempotency key that the request was sent with, or null
     */
    public ReaderConnectionException(
            String message, @Nullable Throwable cause, boolean outcomeUnknown, @Nullable String idempotencyKey) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
        this.idempotencyKey = idempotencyKey;
    }

    /** {@return whether the server may have carried the request out, and changed something by it} */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    /** {@return the idempotency key that the request was sent with, or null where it had none} */
    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }
}
