package dev.reader.examples.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a request body and collects their issues, so that one response reports all of them. */
public final class RequestFields {
    private final ObjectNode body;
    private final ArrayNode issues;
    private final String prefix;

    public RequestFields(ObjectNode body) {
        this(body, JsonNodes.array(), "");
    }

    private RequestFields(ObjectNode body, ArrayNode issues, String prefix) {
        this.body = body;
        this.issues = issues;
        this.prefix = prefix;
    }

    /** Returns whether the body has the field. A null counts: no field may be null, and reading it is an issue. */
    public boolean has(String name) {
        return body.has(name);
    }

    public JsonNode get(String name) {
        return body.path(name);
    }

    public void issue(String name, String code, String message) {
        issues.addObject().put("path", prefix + name).put("code", code).put("message", message);
    }

    public int integer(String name, int min, int max, int defaultValue) {
        if (!has(name)) {
            return defaultValue;
        }
        JsonNode value = get(name);
        if (!value.isIntegralNumber()) {
            issue(name, "invalid_type", "must be an integer");
        } else if (value.bigIntegerValue().bitLength() > 31 || value.asLong() < min || value.asLong() > max) {
            issue(name, value.asLong() < min ? "too_small" : "too_big", "must be from " + min + " to " + max);
        } else {
            return value.asInt();
        }
        return defaultValue;
    }

    public boolean bool(String name, boolean defaultValue) {
        if (has(name) && !get(name).isBoolean()) {
            issue(name, "invalid_type", "must be true or false");
        }
        return get(name).asBoolean(defaultValue);
    }

    @Nullable
    public String string(String name, int min, int max) {
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

    /** Reads a string. If the field is missing, reports an issue and returns an empty string. */
    public String required(String name, int min, int max) {
        String value = string(name, min, max);
        if (value == null && !has(name)) {
            issue(name, "required", "is required");
        }
        return value == null ? "" : value;
    }

    public List<String> strings(String name) {
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

    /** Returns the fields of a nested object, which report to the same list of issues; null if the field is missing. */
    @Nullable
    public RequestFields nested(String name) {
        if (!has(name)) {
            return null;
        }
        if (!(get(name) instanceof ObjectNode object)) {
            issue(name, "invalid_type", "must be an object");
            return null;
        }
        return new RequestFields(object, issues, prefix + name + ".");
    }

    /** Throws {@code invalid_request} with every issue, if there is one. */
    public void check() {
        if (issues.isEmpty()) {
            return;
        }
        JsonNode first = issues.get(0);
        ObjectNode details = JsonNodes.object();
        details.set("issues", issues);
        throw new ApiException(
                ErrorCode.INVALID_REQUEST,
                "Invalid request: " + first.path("path").asText() + " "
                        + first.path("message").asText(),
                details);
    }
}
