package dev.reader.client.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer by which the server refused a request, and the request that it answered.
 *
 * @param statusCode the HTTP status
 * @param code the error code of the envelope (docs/reader-api.md §7), or null where the answer had none, as when a proxy
 *     answered
 * @param message the server's words, for people; null where there were none
 * @param details the details object of the envelope, or null
 * @param docsUrl where the server says the error is explained, or null
 * @param requestId the {@code x-request-id} of the answer, or null
 * @param method the HTTP method of the request
 * @param path the path of the request, without its query
 * @param attempts how many times the request was sent, this answer's included
 * @param body the body as it came, cut after 64 Ki characters
 * @param retryAfter how long the server asks to wait, or null where it does not say
 */
public record ErrorResponse(
        int statusCode,
        @Nullable String code,
        @Nullable String message,
        @Nullable JsonNode details,
        @Nullable String docsUrl,
        @Nullable String requestId,
        String method,
        String path,
        int attempts,
        String body,
        @Nullable Duration retryAfter) {

    String describe() {
        StringBuilder text = new StringBuilder()
                .append(method)
                .append(' ')
                .append(path)
                .append(" answered ")
                .append(statusCode);
        if (code != null) {
            text.append(' ').append(code);
        }
        if (message != null && !message.isBlank()) {
            text.append(": ").append(message);
        }
        text.append(" (attempt ").append(attempts);
        if (requestId != null) {
            text.append(", request ").append(requestId);
        }
        return text.append(')').toString();
    }

    @Nullable
    JsonNode detail(String name) {
        JsonNode value = details == null ? null : details.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable
    String textDetail(String name) {
        JsonNode value = detail(name);
        return value == null ? null : value.asText();
    }

    @Nullable
    Integer intDetail(String name) {
        JsonNode value = detail(name);
        return value != null && value.canConvertToInt() && value.isIntegralNumber() ? (Integer) value.intValue() : null;
    }
}
