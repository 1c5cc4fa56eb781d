package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderException;
import java.time.Duration;

/** What one connection to a stream came to. */
public sealed interface StreamEnd {

    /** The handler has had what it wanted. */
    record Enough() implements StreamEnd {}

    /** There was no stream: the server could not be reached, refused, or answered with something else. */
    record NotOpened(Outcome.Failure<?> failure) implements StreamEnd {}

    /**
     * The stream stood and broke off.
     *
     * @param cause why
     * @param heard whether any byte came, be it only a ping
     * @param silent whether it ended because nothing came any more
     * @param stood how long it stood
     */
    record Cut(ReaderException cause, boolean heard, boolean silent, Duration stood) implements StreamEnd {}

    /** An event can't be taken, and would come again the same: it is too large. */
    record Unusable(ReaderException cause) implements StreamEnd {}
}
