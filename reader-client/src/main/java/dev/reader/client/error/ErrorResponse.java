package dev.reader.client.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An error response of the server, and the request that it belongs to.
 *
 * @param statusCode the HTTP status
 * @param code the error code of the envelope (docs/reader-api.md §7), or null if the response has none, for example
 *     because a proxy sent it
 * @param message the server's description for people, or null if there is none
 * @param details the details object of the envelope, or null
 * @param docsUrl the address of the documentation of this error, or null
 * @param requestId the {@code x-request-id} of the response, or null
 * @param method the HTTP method of the request
 * @param path the path of the request, without its query
 * @param attempts how many times the request was sent, including this attempt
 * @param body the body as received, cut after 64 Ki characters
 * @param retryAfter how long the server asks to wait, or null if it does not say
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
        @Nullable Duration retryAfter)
        implements Serializable {

    String describe() {
        StringBuilder text = new StringBuilder()
                .append(method)
                .append(' ')
                .append(path)
                .append(" returned ")
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
