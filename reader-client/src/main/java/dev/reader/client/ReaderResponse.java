package dev.reader.client;

import dev.reader.client.internal.http.ResponseRecorder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call with the metadata of its response, as {@link ReaderClient#withResponse} returns it.
 *
 * @param <T> the type of the result
 * @param value the result of the call
 * @param requestId the server's id of the request, which support asks for; null if the response has none
 * @param statusCode the HTTP status of the response
 * @param headers the headers of the response; names are not case-sensitive
 * @param attempts the number of attempts, 1 without retries
 * @param duration the duration of the request, retries and pauses included
 */
public record ReaderResponse<T extends @Nullable Object>(
        T value,
        @Nullable String requestId,
        int statusCode,
        Map<String, List<String>> headers,
        int attempts,
        Duration duration) {

    static <T extends @Nullable Object> ReaderResponse<T> of(T value, ResponseRecorder recorder) {
        ResponseRecorder.Recorded last = recorder.last();
        if (last == null) {
            throw new IllegalStateException(
                    "the call sent no request, so there is no response; lists and streams send theirs during iteration");
        }
        return new ReaderResponse<>(
                value,
                last.headers().get("x-request-id"),
                last.status(),
                Collections.unmodifiableMap(last.headers().toMultimap()),
                last.attempts(),
                last.duration());
    }

    /** {@return a summary without the value and the headers} */
    @Override
    public String toString() {
        return "ReaderResponse[requestId=" + requestId + ", statusCode=" + statusCode + ", attempts=" + attempts
                + ", duration=" + duration.toMillis() + " ms]";
    }
}
