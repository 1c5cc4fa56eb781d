package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the calling thread is interrupted before or during a call. The thread's interrupt flag stays set.
 *
 * <p>The server may have processed a request that was in flight. Jobs continue.
 */
public class ReaderInterruptedException extends ReaderException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the description of the interrupted operation
     * @param cause the cause, or null
     */
    public ReaderInterruptedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
