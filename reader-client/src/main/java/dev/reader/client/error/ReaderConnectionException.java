package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when no response arrives: the server can't be reached, the connection breaks, a time-out passes, or the client is
 * closed. All retries failed before.
 *
 * <p>If {@link #outcomeUnknown} is true, the server may have processed the request. A scrape or the creation of a job can
 * then be repeated with the same {@link #idempotencyKey}: the server processes it only once.
 */
public class ReaderConnectionException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /**
     * Creates an exception.
     *
     * @param message the description of the failure
     * @param cause the cause, or null
     * @param outcomeUnknown whether the server may have processed the request
     * @param idempotencyKey the idempotency key of the request, or null
     */
    public ReaderConnectionException(
            String message, @Nullable Throwable cause, boolean outcomeUnknown, @Nullable String idempotencyKey) {
        super(message, cause, idempotencyKey, null);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** {@return whether the server may have processed the request and changed its state} */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
