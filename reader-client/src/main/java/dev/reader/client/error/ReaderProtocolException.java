package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a response violates the API's contract: it is not JSON, lacks required fields, is truncated, exceeds {@code
 * maxResponseBytes}, or is a redirect.
 *
 * <p>Usually a proxy sent the response, or the base URL is wrong. The message does not quote the response.
 */
public class ReaderProtocolException extends ReaderException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the description of the violation
     * @param cause the cause, or null
     */
    public ReaderProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
