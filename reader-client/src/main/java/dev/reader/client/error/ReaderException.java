package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by every operation of the client that fails; the root of all its exceptions.
 *
 * <p>No message, field or {@code toString} of an exception holds the API key, a webhook secret or a session token.
 */
public class ReaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what failed
     * @param cause what it failed of, or null
     */
    public ReaderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
