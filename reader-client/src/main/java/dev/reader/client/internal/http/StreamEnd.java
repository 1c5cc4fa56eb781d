package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderException;
import java.time.Duration;

/** How one connection to a stream ended. */
public sealed interface StreamEnd {

    /** The reader needs nothing more. */
    record Enough() implements StreamEnd {}

    /** No stream was opened: the server was out of reach, returned an error response, or returned something else. */
    record NotOpened(Outcome.Failure<?> failure) implements StreamEnd {}

    /**
     * The open stream broke.
     *
     * @param idle whether it broke because no byte arrived any more
     * @param stood how long it stood
     */
    record Cut(ReaderException cause, boolean idle, Duration stood) implements StreamEnd {}

    /** An event exceeds the limit; reconnecting would bring it again. */
    record Unusable(ReaderException cause) implements StreamEnd {}
}
