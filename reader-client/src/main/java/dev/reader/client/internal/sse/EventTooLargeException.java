package dev.reader.client.internal.sse;

import java.io.IOException;

/** An event is larger than the limit. */
public final class EventTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    EventTooLargeException(long limit) {
        super("an event of the stream is larger than the limit of " + limit + " bytes (maxResponseBytes)");
    }
}
