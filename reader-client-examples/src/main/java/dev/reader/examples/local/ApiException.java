package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An answer with an error code: thrown by handlers, turned into the error envelope by {@link ApiServlet}. */
@SuppressWarnings("serial") // never serialized
final class ApiException extends RuntimeException {
    private final ErrorCode code;
    private final @Nullable ObjectNode details;

    ApiException(ErrorCode code, String message, @Nullable ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.details = details;
    }

    ApiException(ErrorCode code, String message) {
        this(code, message, null);
    }

    static ApiException invalid(String path, String issueCode, String message) {
        ObjectNode details = Json.object();
        details.putArray("issues")
                .addObject()
                .put("path", path)
                .put("code", issueCode)
                .put("message", message);
        return new ApiException(ErrorCode.INVALID_REQUEST, message, details);
    }

    static ApiException notFound(String what, String id) {
        return new ApiException(ErrorCode.NOT_FOUND, "No " + what + " with the id " + id);
    }

    static ApiException conflict(String message, String detail, String value) {
        return new ApiException(ErrorCode.CONFLICT, message, Json.object().put(detail, value));
    }

    static ApiException blocked(String url, String reason) {
        ObjectNode details = Json.object().put("url", url).put("reason", reason);
        return new ApiException(ErrorCode.URL_BLOCKED, "This URL is blocked: " + reason, details);
    }

    static ApiException timeout(long timeoutMs, String message) {
        return new ApiException(ErrorCode.SCRAPE_TIMEOUT, message, Json.object().put("timeoutMs", timeoutMs));
    }

    static ApiException insufficientCredits(int required, int available, Instant resetAt) {
        ObjectNode details = Json.object()
                .put("required", required)
                .put("available", available)
                .put("resetAt", resetAt.toString());
        return new ApiException(
                ErrorCode.INSUFFICIENT_CREDITS,
                "This takes " + required + " credits and " + available + " are left",
                details);
    }

    static ApiException rateLimited(int limit, int windowSeconds, long retryAfterSeconds) {
        ObjectNode details = Json.object()
                .put("limit", limit)
                .put("windowSeconds", windowSeconds)
                .put("retryAfterSeconds", retryAfterSeconds);
        return new ApiException(
                ErrorCode.RATE_LIMITED,
                "More than " + limit + " requests in " + windowSeconds + " seconds; wait " + retryAfterSeconds + " s",
                details);
    }

    static ApiException concurrencyLimited(int active, int max) {
        return new ApiException(
                ErrorCode.CONCURRENCY_LIMITED,
                active + " jobs are active and " + max + " are allowed",
                Json.object().put("active", active).put("max", max));
    }

    ErrorCode code() {
        return code;
    }

    /** The message, which every error of the API has. */
    String text() {
        String message = getMessage();
        return message == null ? code.wireName() : message;
    }

    Reply reply() {
        ObjectNode error = Json.object().put("code", code.wireName()).put("message", text());
        if (details != null) {
            error.set("details", details);
        }
        error.put("docsUrl", code.docsUrl());
        ObjectNode envelope = Json.object().put("success", false);
        envelope.set("error", error);
        long retryAfter =
                details == null ? 0 : details.path("retryAfterSeconds").asLong();
        return new Reply(code.httpStatus(), Json.bytes(envelope), retryAfter);
    }
}
