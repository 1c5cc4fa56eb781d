package dev.reader.client.internal.http;

import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** A whole HTTP answer. */
record Answer(int status, Headers headers, byte[] body, int attempt) {

    @Nullable
    String requestId() {
        return headers.get("x-request-id");
    }

    boolean successful() {
        return status >= 200 && status < 300;
    }
}
