package dev.reader.client.internal.stream;

import java.io.IOException;

/** Thrown when an event exceeds the limit. */
final class EventTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    EventTooLargeException(long limit) {
        super("an event of the stream exceeds the limit of " + limit + " bytes (maxResponseBytes)");
    }
}
