package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A whole JSON answer, as bytes, so that an idempotent repeat is answered verbatim.
 *
 * @param retryAfterSeconds the Retry-After header; none when 0
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Reply(int status, byte[] body, long retryAfterSeconds) {

    static Reply ok(JsonNode data) {
        return success(200, data);
    }

    static Reply created(JsonNode data) {
        return success(201, data);
    }

    static Reply paginated(JsonNode data, ObjectNode pagination) {
        ObjectNode envelope = envelope(data);
        envelope.set("pagination", pagination);
        return new Reply(200, Json.bytes(envelope), 0);
    }

    private static Reply success(int status, JsonNode data) {
        return new Reply(status, Json.bytes(envelope(data)), 0);
    }

    private static ObjectNode envelope(JsonNode data) {
        ObjectNode envelope = Json.object().put("success", true);
        envelope.set("data", data);
        return envelope;
    }
}
