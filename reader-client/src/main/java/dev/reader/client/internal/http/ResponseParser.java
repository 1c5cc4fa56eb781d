package dev.reader.client.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.reader.client.error.ConcurrencyLimitedException;
import dev.reader.client.error.ErrorResponse;
import dev.reader.client.error.InternalServerException;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.error.ScrapeTimeoutException;
import dev.reader.client.error.UpstreamUnavailableException;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import dev.reader.client.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Converts HTTP responses to values or exceptions. */
final class ResponseParser {
    private static final TypeReference<JsonNode> TREE = new TypeReference<>() {};
    private static final int MAX_BODY_CHARACTERS = 64 * 1024;

    private final ApiKey key;

    ResponseParser(ApiKey key) {
        this.key = key;
    }

    <T> Outcome<Envelope<T>> read(
            ApiRequest request, RawResponse response, TypeReference<Envelope<T>> type, Instant now) {
        if (!response.successful()) {
            return refusal(request, response, now);
        }
        if (request.isDelete() && response.body().size() == 0) {
            return new Outcome.Success<>(Envelope.empty());
        }
        Envelope<T> envelope;
        try {
            envelope = Json.read(response.stream(), type);
        } catch (JsonProcessingException e) {
            // Jackson's exception is not the cause, since its message quotes the response, which may contain a secret.
            return protocolError(request, response, "can't be read: " + Json.reason(e));
        }
        if (Boolean.FALSE.equals(envelope.success())) {
            return failure(request, response, now);
        }
        if (envelope.data() == null && !request.isDelete()) {
            return protocolError(request, response, "has no usable data");
        }
        response.release();
        return new Outcome.Success<>(envelope);
    }

    /** Returns the failure for a response that is not a success. */
    <T> Failure<T> refusal(ApiRequest request, RawResponse response, Instant now) {
        if (response.status() >= 300 && response.status() < 400) {
            return protocolError(
                    request,
                    response,
                    "is a redirect, which the client does not follow because it could leak the API key. Check the base URL.");
        }
        return failure(request, response, now);
    }

    private static <T> Failure<T> protocolError(ApiRequest request, RawResponse response, String what) {
        return new Failure<>(
                new ReaderProtocolException(
                        "the response to " + request + " (status " + response.status() + ", "
                                + response.headers().get("Content-Type") + ", "
                                + response.body().size()
                                + " bytes, request "
                                + response.requestId() + ") " + what,
                        null),
                Kind.FINAL);
    }

    private <T> Failure<T> failure(ApiRequest request, RawResponse response, Instant now) {
        String body = hide(request.hidden(), key.redact(response.text()));
        JsonNode tree = tree(body);
        JsonNode error = tree.path("error");
        Duration retryAfter = RetryAfter.of(response.headers(), now);
        if (retryAfter == null) {
            retryAfter = RetryAfter.ofSeconds(error.path("details").path("retryAfterSeconds"));
        }
        ReaderApiException exception = ReaderApiException.of(new ErrorResponse(
                response.status(),
                text(error.path("code")),
                message(tree, error),
                error.hasNonNull("details") ? error.get("details") : null,
                text(error.path("docsUrl")),
                response.requestId(),
                request.method(),
                request.path(),
                response.attempt(),
                body.length() <= MAX_BODY_CHARACTERS ? body : body.substring(0, MAX_BODY_CHARACTERS),
                retryAfter));
        return new Failure<>(exception, kind(exception), retryAfter);
    }

    /** Removes a secret from a text that the server sent, in plain form and as a JSON string. */
    private static String hide(@Nullable String secret, String text) {
        if (secret == null) {
            return text;
        }
        String quoted = new String(Json.write(secret), StandardCharsets.UTF_8);
        return text.replace(secret, "[secret]").replace(quoted.substring(1, quoted.length() - 1), "[secret]");
    }

    private static JsonNode tree(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : Json.read(body, TREE);
        } catch (JsonProcessingException e) {
            // HTML of a proxy, for example. The status decides, and the exception carries the body.
            return MissingNode.getInstance();
        }
    }

    private static @Nullable String message(JsonNode tree, JsonNode error) {
        if (error.isTextual()) {
            return error.textValue();
        }
        String message = text(error.path("message"));
        return message == null ? text(tree.path("message")) : message;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }

    /** Returns the kind of an error response: the column "retry" of docs/reader-api.md §7. */
    private static Kind kind(ReaderApiException exception) {
        if (exception instanceof RateLimitedException || exception instanceof ConcurrencyLimitedException) {
            return Kind.THROTTLED;
        }
        boolean transientFailure = exception instanceof InternalServerException
                || exception instanceof UpstreamUnavailableException
                || exception instanceof ScrapeTimeoutException;
        return transientFailure ? Kind.AMBIGUOUS : Kind.FINAL;
    }
}
