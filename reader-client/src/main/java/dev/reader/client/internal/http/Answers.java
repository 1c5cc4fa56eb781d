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

/** Turns an HTTP answer into the value that was asked for, or into the exception that fits. */
final class Answers {
    private static final TypeReference<JsonNode> TREE = new TypeReference<>() {};
    private static final int BODY_SHOWN = 64 * 1024;

    private final ApiKey key;

    Answers(ApiKey key) {
        this.key = key;
    }

    <T> Outcome<Envelope<T>> read(ApiRequest request, Answer answer, TypeReference<Envelope<T>> type, Instant now) {
        if (answer.status() >= 300 && answer.status() < 400) {
            return protocolError(
                    request,
                    answer,
                    "is a redirect, which is not followed since it could take the key elsewhere; is the base URL right?");
        }
        if (!answer.successful()) {
            return failure(request, answer, now);
        }
        Envelope<T> envelope;
        try {
            envelope = Json.read(answer.stream(), type);
        } catch (JsonProcessingException e) {
            // Jackson's exception is no cause, since its message quotes the answer, which may hold a secret.
            return protocolError(request, answer, "can't be read: " + Json.reason(e));
        }
        if (Boolean.FALSE.equals(envelope.success())) {
            return failure(request, answer, now);
        }
        if (envelope.data() == null) {
            return protocolError(request, answer, "has no data");
        }
        answer.release();
        return new Outcome.Success<>(envelope);
    }

    private static <T> Outcome<T> protocolError(ApiRequest request, Answer answer, String what) {
        return new Failure<>(
                new ReaderProtocolException(
                        "the answer to " + request + " (status " + answer.status() + ", "
                                + answer.headers().get("Content-Type") + ", "
                                + answer.body().size()
                                + " bytes, request "
                                + answer.requestId() + ") " + what,
                        null),
                Kind.FINAL);
    }

    <T> Outcome<T> failure(ApiRequest request, Answer answer, Instant now) {
        String body = hide(request.hidden(), key.redact(answer.text()));
        JsonNode tree = tree(body);
        JsonNode error = tree.path("error");
        Duration retryAfter = RetryAfter.of(answer.headers(), now);
        if (retryAfter == null) {
            retryAfter = RetryAfter.ofSeconds(error.path("details").path("retryAfterSeconds"));
        }
        ReaderApiException exception = ReaderApiException.of(new ErrorResponse(
                answer.status(),
                text(error.path("code")),
                message(tree, error),
                error.hasNonNull("details") ? error.get("details") : null,
                text(error.path("docsUrl")),
                answer.requestId(),
                request.method(),
                request.path(),
                answer.attempt(),
                body.length() <= BODY_SHOWN ? body : body.substring(0, BODY_SHOWN),
                retryAfter));
        return new Failure<>(exception, kind(exception), retryAfter);
    }

    /** Takes a secret out of a text of the server's, as it is and as it stands in JSON. */
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
            // HTML of a proxy, say: the status decides, and the body is on the exception as it came.
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

    /** The retry column of docs/reader-api.md §7; what has no code of its own was given its class by its status. */
    private static Kind kind(ReaderApiException exception) {
        if (exception instanceof RateLimitedException || exception instanceof ConcurrencyLimitedException) {
            return Kind.DECLINED;
        }
        boolean passing = exception instanceof InternalServerException
                || exception instanceof UpstreamUnavailableException
                || exception instanceof ScrapeTimeoutException;
        return passing ? Kind.UNCERTAIN : Kind.FINAL;
    }
}
