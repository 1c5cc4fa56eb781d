package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The outcome of one attempt. */
public sealed interface Outcome<T> {

    record Success<T>(T value) implements Outcome<T> {}

    /**
     * The attempt failed.
     *
     * @param retryAfter how long the server asks to wait, or null
     */
    record Failure<T>(
            ReaderException exception, Kind kind, @Nullable Duration retryAfter) implements Outcome<T> {
        public Failure(ReaderException exception, Kind kind) {
            this(exception, kind, null);
        }
    }

    enum Kind {
        /** The request did not reach the server. */
        NOT_SENT,
        /** The server rejected the request for now, without processing it. */
        THROTTLED,
        /** A transient failure; the server may have processed the request. */
        AMBIGUOUS,
        /** A failure that a retry would repeat. */
        FINAL
    }
}
