package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderProtocolException;

/** The failure of a request whose response is larger than the limit. */
public final class TooLarge {
    private TooLarge() {}

    public static ReaderProtocolException failure() {
        return new ReaderProtocolException("too large", new ResponseTooLargeException(1024));
    }
}
