package dev.reader.client.internal.http;

import java.io.InputStream;
import okhttp3.Headers;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response with its whole body.
 *
 * @param body the body in segments, which burden the garbage collector less than one large array
 */
record RawResponse(int status, Headers headers, Buffer body, int attempt) {

    /** Returns the body from its start. Can be called more than once. */
    InputStream stream() {
        return new BufferStream(body);
    }

    /** Recycles the memory of the body, which is empty from then on. */
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
