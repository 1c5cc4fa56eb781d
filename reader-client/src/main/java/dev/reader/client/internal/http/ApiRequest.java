package dev.reader.client.internal.http;

import dev.reader.client.internal.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API.
 *
 * @param segments the path below the base URL, not encoded
 * @param repeatable whether it may be sent again after it may have been carried out
 * @param leastTimeout the time-out that this request needs at least
 * @param hidden a secret that the body holds and that is taken out of an error's body, or null
 */
public record ApiRequest(
        String method,
        List<String> segments,
        Map<String, Object> query,
        byte @Nullable [] body,
        @Nullable String idempotencyKey,
        boolean repeatable,
        Duration leastTimeout,
        @Nullable String hidden) {

    public static ApiRequest get(String... segments) {
        return new ApiRequest("GET", List.of(segments), Map.of(), null, null, true, Duration.ZERO, null);
    }

    public static ApiRequest delete(String... segments) {
        return new ApiRequest("DELETE", List.of(segments), Map.of(), null, null, true, Duration.ZERO, null);
    }

    /** A POST without a body; as every POST, it is not sent again once it may have been carried out. */
    public static ApiRequest post(String... segments) {
        return new ApiRequest("POST", List.of(segments), Map.of(), new byte[0], null, false, Duration.ZERO, null);
    }

    /** A POST that makes something new each time, so that it is not sent again once it may have been carried out. */
    public static ApiRequest postJson(Object body, String... segments) {
        return new ApiRequest("POST", List.of(segments), Map.of(), Json.write(body), null, false, Duration.ZERO, null);
    }

    /** A PATCH that sets what it names to given values, so that doing it twice does no harm. */
    public static ApiRequest patchJson(Object body, String... segments) {
        return new ApiRequest("PATCH", List.of(segments), Map.of(), Json.write(body), null, true, Duration.ZERO, null);
    }

    public ApiRequest query(Map<String, Object> parameters) {
        return new ApiRequest(method, segments, parameters, body, idempotencyKey, repeatable, leastTimeout, hidden);
    }

    /** This request with a key under which the server carries it out once, however often it comes. */
    public ApiRequest idempotent(String key) {
        return new ApiRequest(method, segments, query, body, key, true, leastTimeout, hidden);
    }

    public ApiRequest atLeast(Duration timeout) {
        return new ApiRequest(method, segments, query, body, idempotencyKey, repeatable, timeout, hidden);
    }

    /** This request with a secret in its body, which an error that quotes the body is not to show. */
    public ApiRequest hiding(@Nullable String secret) {
        return new ApiRequest(method, segments, query, body, idempotencyKey, repeatable, leastTimeout, secret);
    }

    public String path() {
        return "/" + String.join("/", segments);
    }

    @Override
    public String toString() {
        return method + " " + path();
    }
}
