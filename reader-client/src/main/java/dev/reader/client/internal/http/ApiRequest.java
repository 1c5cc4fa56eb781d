package dev.reader.client.internal.http;

import dev.reader.client.internal.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API.
 *
 * @param segments the segments of the path below the base URL, not encoded
 * @param repeatable whether it may be retried after an attempt whose outcome is unknown
 * @param minTimeout the shortest time-out that the request allows
 * @param hidden a secret in the body, which is removed from the bodies of error responses, or null
 */
public record ApiRequest(
        String method,
        List<String> segments,
        Map<String, Object> query,
        byte @Nullable [] body,
        @Nullable String idempotencyKey,
        boolean repeatable,
        Duration minTimeout,
        @Nullable String hidden) {

    public static ApiRequest get(String... segments) {
        return new ApiRequest("GET", List.of(segments), Map.of(), null, null, true, Duration.ZERO, null);
    }

    public static ApiRequest delete(String... segments) {
        return new ApiRequest("DELETE", List.of(segments), Map.of(), null, null, true, Duration.ZERO, null);
    }

    /** Creates a POST without a body. It is not repeatable. */
    public static ApiRequest post(String... segments) {
        return new ApiRequest("POST", List.of(segments), Map.of(), new byte[0], null, false, Duration.ZERO, null);
    }

    /** Creates a POST, which is not repeatable: it may create something each time. */
    public static ApiRequest postJson(Object body, String... segments) {
        return new ApiRequest("POST", List.of(segments), Map.of(), Json.write(body), null, false, Duration.ZERO, null);
    }

    /**
     * Creates a POST of given bytes with an idempotency key. It is not repeatable until {@link #idempotent} makes it so, so
     * that the caller learns of the first attempt with an unknown outcome.
     */
    public static ApiRequest postBytes(byte[] json, String key, String... segments) {
        return new ApiRequest("POST", List.of(segments), Map.of(), json, key, false, Duration.ZERO, null);
    }

    /** Creates a PATCH, which is repeatable: it sets fields to given values. */
    public static ApiRequest patchJson(Object body, String... segments) {
        return new ApiRequest("PATCH", List.of(segments), Map.of(), Json.write(body), null, true, Duration.ZERO, null);
    }

    public ApiRequest query(Map<String, Object> parameters) {
        return new ApiRequest(method, segments, parameters, body, idempotencyKey, repeatable, minTimeout, hidden);
    }

    /** Returns this request with an idempotency key, which makes it repeatable. */
    public ApiRequest idempotent(String key) {
        return new ApiRequest(method, segments, query, body, key, true, minTimeout, hidden);
    }

    public ApiRequest atLeast(Duration timeout) {
        return new ApiRequest(method, segments, query, body, idempotencyKey, repeatable, timeout, hidden);
    }

    /** Returns this request with a secret that error responses must not show. */
    public ApiRequest hiding(@Nullable String secret) {
        return new ApiRequest(method, segments, query, body, idempotencyKey, repeatable, minTimeout, secret);
    }

    boolean isDelete() {
        return method.equals("DELETE");
    }

    public String path() {
        return "/" + String.join("/", segments);
    }

    @Override
    public String toString() {
        return method + " " + path();
    }
}
