package dev.reader.examples.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A complete JSON response. It is kept as bytes, so that a repeated request gets the identical response.
 *
 * @param retryAfterSeconds the value of the Retry-After header; 0 for no header
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ApiResponse(int status, byte[] body, long retryAfterSeconds) {

    public static ApiResponse ok(JsonNode data) {
        return success(200, data);
    }

    public static ApiResponse created(JsonNode data) {
        return success(201, data);
    }

    public static ApiResponse paginated(JsonNode data, ObjectNode pagination) {
        ObjectNode envelope = envelope(data);
        envelope.set("pagination", pagination);
        return new ApiResponse(200, JsonNodes.bytes(envelope), 0);
    }

    private static ApiResponse success(int status, JsonNode data) {
        return new ApiResponse(status, JsonNodes.bytes(envelope(data)), 0);
    }

    private static ObjectNode envelope(JsonNode data) {
        ObjectNode envelope = JsonNodes.object().put("success", true);
        envelope.set("data", data);
        return envelope;
    }
}
