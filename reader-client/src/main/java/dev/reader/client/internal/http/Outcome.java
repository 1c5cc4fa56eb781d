package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt came to. */
public sealed interface Outcome<T> {

    record Success<T>(T value) implements Outcome<T> {}

    /**
     * The attempt failed.
     *
     * @param retryAfter what the server asks for, or null
     */
    record Failure<T>(
            ReaderException exception, Kind kind, @Nullable Duration retryAfter) implements Outcome<T> {
        public Failure(ReaderException exception, Kind kind) {
            this(exception, kind, null);
        }
    }

    enum Kind {
        /** Nothing reached the server. */
        NOT_SENT,
        /** The server declined for now, and did nothing. */
        DECLINED,
        /** The request may have been carried out, and the failure may pass. */
        UNCERTAIN,
        /** Asking again would not help. */
        FINAL
    }
}
