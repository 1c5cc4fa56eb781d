package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a request's body and gathers what is wrong with them, so that one answer names every issue. */
final class Fields {
    private final ObjectNode body;
    private final ArrayNode issues;
    private final String prefix;

    Fields(ObjectNode body) {
        this(body, Json.array(), "");
    }

    private Fields(ObjectNode body, ArrayNode issues, String prefix) {
        this.body = body;
        this.issues = issues;
        this.prefix = prefix;
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    JsonNode get(String name) {
        return body.path(name);
    }

    void issue(String name, String code, String message) {
        issues.addObject().put("path", prefix + name).put("code", code).put("message", message);
    }

    int integer(String name, int min, int max, int otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = get(name);
        if (!value.isIntegralNumber()) {
            issue(name, "invalid_type", "must be an integer");
        } else if (value.bigIntegerValue().bitLength() > 31 || value.asLong() < min || value.asLong() > max) {
            issue(name, value.asLong() < min ? "too_small" : "too_big", "must be from " + min + " to " + max);
        } else {
            return value.asInt();
        }
        return otherwise;
    }

    boolean bool(String name, boolean otherwise) {
        if (has(name) && !get(name).isBoolean()) {
            issue(name, "invalid_type", "must be true or false");
        }
        return get(name).asBoolean(otherwise);
    }

    @Nullable
    String string(String name, int min, int max) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = get(name);
        if (!value.isTextual()) {
            issue(name, "invalid_type", "must be a string");
            return null;
        }
        int length = value.textValue().length();
        if (length < min || length > max) {
            issue(name, length < min ? "too_small" : "too_big", "must have " + min + " to " + max + " characters");
        }
        return value.textValue();
    }

    /** As {@link #string}, but its absence is an issue, and then the answer is the empty string. */
    String required(String name, int min, int max) {
        String value = string(name, min, max);
        if (value == null && !has(name)) {
            issue(name, "required", "is required");
        }
        return value == null ? "" : value;
    }

    List<String> strings(String name) {
        if (!has(name)) {
            return List.of();
        }
        JsonNode value = get(name);
        if (!value.isArray()) {
            issue(name, "invalid_type", "must be a list of strings");
            return List.of();
        }
        List<String> strings = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i).isTextual()) {
                strings.add(value.get(i).textValue());
            } else {
                issue(name + "." + i, "invalid_type", "must be a string");
            }
        }
        return strings;
    }

    /** The fields of an object in a field, reporting to the same list of issues; null when there is none. */
    @Nullable
    Fields nested(String name) {
        if (!has(name)) {
            return null;
        }
        if (!(get(name) instanceof ObjectNode object)) {
            issue(name, "invalid_type", "must be an object");
            return null;
        }
        return new Fields(object, issues, prefix + name + ".");
    }

    /** Throws the {@code invalid_request} that names every issue, when there is one. */
    void check() {
        if (issues.isEmpty()) {
            return;
        }
        JsonNode first = issues.get(0);
        ObjectNode details = Json.object();
        details.set("issues", issues);
        throw new ApiException(
                ErrorCode.INVALID_REQUEST,
                "Invalid request: " + first.path("path").asText() + " "
                        + first.path("message").asText(),
                details);
    }
}
