package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the calling thread is interrupted during a call, or was before it. The thread's interrupt flag stays set.
 *
 * <p>A request that was on its way may have been carried out. A job goes on.
 */
public class ReaderInterruptedException extends ReaderException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was interrupted
     * @param cause what ended the call, or null
     */
    public ReaderInterruptedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
