package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderException;
import java.io.IOException;

/**
 * The cause of the exception for a response that is larger than the limit. A request for a page of a list can be repeated
 * with a smaller page.
 */
public final class ResponseTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    ResponseTooLargeException(long limit) {
        super("larger than " + limit + " bytes");
    }

    /** Tells whether a request failed because its response is larger than the limit. */
    public static boolean isCauseOf(ReaderException failure) {
        return failure.getCause() instanceof ResponseTooLargeException;
    }
}
