package dev.reader.client.internal.http;

import java.io.InputStream;
import okhttp3.Headers;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A whole HTTP answer.
 *
 * @param body in the pieces in which it came; one array of megabytes would be dear to the garbage collector
 */
record Answer(int status, Headers headers, Buffer body, int attempt) {

    /** The body from its start, which can be read more than once. */
    InputStream stream() {
        return new BufferStream(body);
    }

    /** Gives the body's memory back; there is nothing to read from then on. */
    void release() {
        body.clear();
    }

    String text() {
        return body.clone().readUtf8();
    }

    @Nullable
    String requestId() {
        return headers.get("x-request-id");
    }

    boolean successful() {
        return status >= 200 && status < 300;
    }
}
