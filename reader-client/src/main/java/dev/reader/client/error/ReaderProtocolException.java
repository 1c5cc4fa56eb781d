package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when an answer is none that the contract allows: not JSON, JSON of another shape, cut, larger than the limit, or a
 * redirect.
 *
 * <p>Usually something between client and server answered, or the base URL is wrong. The answer itself is not quoted.
 */
public class ReaderProtocolException extends ReaderException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is wrong with the answer
     * @param cause what says so, or null
     */
    public ReaderProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
