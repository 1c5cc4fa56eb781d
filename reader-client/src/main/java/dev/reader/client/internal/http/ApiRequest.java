package dev.reader.client.internal.http;

import dev.reader.client.internal.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API.
 *
 * @param operation the call of the API that it belongs to
 * @param segments the segments of the path below the base URL, not encoded
 * @param repeatable whether it may be retried after an attempt whose outcome is unknown
 * @param minTimeout the shortest time-out that the request allows
 * @param hidden a secret in the body, which is removed from the bodies of error responses, or null
 */
public record ApiRequest(
        Operation operation,
        String method,
        List<String> segments,
        Map<String, Object> query,
        byte @Nullable [] body,
        @Nullable String idempotencyKey,
        boolean repeatable,
        Duration minTimeout,
        @Nullable String hidden) {

    public static ApiRequest get(Operation operation, String... segments) {
        return new ApiRequest(operation, "GET", List.of(segments), Map.of(), null, null, true, Duration.ZERO, null);
    }

    public static ApiRequest delete(Operation operation, String... segments) {
        return new ApiRequest(operation, "DELETE", List.of(segments), Map.of(), null, null, true, Duration.ZERO, null);
    }

    /** Creates a POST without a body. It is not repeatable. */
    public static ApiRequest post(Operation operation, String... segments) {
        return new ApiRequest(
                operation, "POST", List.of(segments), Map.of(), new byte[0], null, false, Duration.ZERO, null);
    }

    /** Creates a POST, which is not repeatable: it may create something each time. */
    public static ApiRequest postJson(Operation operation, Object body, String... segments) {
        return new ApiRequest(
                operation, "POST", List.of(segments), Map.of(), Json.write(body), null, false, Duration.ZERO, null);
    }

    /** Creates a PATCH, which is repeatable: it sets fields to given values. */
    public static ApiRequest patchJson(Operation operation, Object body, String... segments) {
        return new ApiRequest(
                operation, "PATCH", List.of(segments), Map.of(), Json.write(body), null, true, Duration.ZERO, null);
    }

    public ApiRequest query(Map<String, Object> parameters) {
        return new ApiRequest(
                operation, method, segments, parameters, body, idempotencyKey, repeatable, minTimeout, hidden);
    }

    /** Returns this request with an idempotency key, which makes it repeatable. */
    public ApiRequest idempotent(String key) {
        return new ApiRequest(operation, method, segments, query, body, key, true, minTimeout, hidden);
    }

    public ApiRequest atLeast(Duration timeout) {
        return new ApiRequest(operation, method, segments, query, body, idempotencyKey, repeatable, timeout, hidden);
    }

    /** Returns this request with a secret that error responses must not show. */
    public ApiRequest hiding(@Nullable String secret) {
        return new ApiRequest(operation, method, segments, query, body, idempotencyKey, repeatable, minTimeout, secret);
    }

    boolean isDelete() {
        return method.equals("DELETE");
    }

    /** {@return the id of the job whose stream it opens; null if it opens none} */
    public @Nullable String streamedJobId() {
        return operation == Operation.STREAM_JOB ? segments.get(2) : null;
    }

    public String path() {
        return "/" + String.join("/", segments);
    }

    @Override
    public String toString() {
        return method + " " + path();
    }
}
