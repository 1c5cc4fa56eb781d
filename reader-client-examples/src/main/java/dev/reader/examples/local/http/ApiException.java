package dev.reader.examples.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.Habit;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Signals an error response. Handlers throw it, and {@link ApiServlet} sends the error envelope. */
@SuppressWarnings("serial") // never serialized
public final class ApiException extends RuntimeException {
    private final ErrorCode code;
    private final @Nullable ObjectNode details;

    public ApiException(ErrorCode code, String message, @Nullable ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.details = details;
    }

    public ApiException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public static ApiException invalid(String path, String issueCode, String message) {
        ObjectNode details = JsonNodes.object();
        details.putArray("issues")
                .addObject()
                .put("path", path)
                .put("code", issueCode)
                .put("message", message);
        return new ApiException(ErrorCode.INVALID_REQUEST, message, details);
    }

    public static ApiException notFound(String type, String id) {
        return new ApiException(ErrorCode.NOT_FOUND, "No " + type + " has the id " + id);
    }

    public static ApiException conflict(String message, String detail, String value) {
        return new ApiException(ErrorCode.CONFLICT, message, JsonNodes.object().put(detail, value));
    }

    public static ApiException blocked(String url, String reason) {
        ObjectNode details = JsonNodes.object().put("url", url).put("reason", reason);
        return new ApiException(ErrorCode.URL_BLOCKED, "This URL is blocked: " + reason, details);
    }

    public static ApiException timeout(long timeoutMs, String message) {
        return new ApiException(
                ErrorCode.SCRAPE_TIMEOUT, message, JsonNodes.object().put("timeoutMs", timeoutMs));
    }

    public static ApiException insufficientCredits(int required, int available, Instant resetAt) {
        ObjectNode details = JsonNodes.object()
                .put("required", required)
                .put("available", available)
                .put("resetAt", resetAt.toString());
        return new ApiException(
                ErrorCode.INSUFFICIENT_CREDITS,
                "This request needs " + required + " credits; " + available + " are available",
                details);
    }

    static ApiException rateLimited(int limit, int windowSeconds, long retryAfterSeconds) {
        ObjectNode details = JsonNodes.object()
                .put("limit", limit)
                .put("windowSeconds", windowSeconds)
                .put("retryAfterSeconds", retryAfterSeconds);
        return new ApiException(
                ErrorCode.RATE_LIMITED,
                "The limit of " + limit + " requests in " + windowSeconds + " seconds is exceeded; retry in "
                        + retryAfterSeconds + " s",
                details);
    }

    public static ApiException concurrencyLimited(int active, int max) {
        return new ApiException(
                ErrorCode.CONCURRENCY_LIMITED,
                active + " jobs are active; the limit is " + max,
                JsonNodes.object().put("active", active).put("max", max));
    }

    public ErrorCode code() {
        return code;
    }

    /** Returns the message, which is never null. */
    public String text() {
        String message = getMessage();
        return message == null ? code.wireName() : message;
    }

    ApiResponse response(Set<Habit> habits) {
        ObjectNode error = JsonNodes.object().put("code", code.wireName()).put("message", text());
        if (details != null) {
            error.set("details", habits.contains(Habit.ISSUE_PATH_LIST) ? withPathLists(details) : details);
        }
        error.put("docsUrl", code.docsUrl());
        ObjectNode envelope = JsonNodes.object().put("success", false);
        envelope.set("error", error);
        long retryAfter =
                details == null ? 0 : details.path("retryAfterSeconds").asLong();
        if (code == ErrorCode.CONCURRENCY_LIMITED && habits.contains(Habit.CONCURRENCY_RETRY_AFTER)) {
            retryAfter = 1;
        }
        return new ApiResponse(code.httpStatus(), JsonNodes.bytes(envelope), retryAfter);
    }

    private static ObjectNode withPathLists(ObjectNode details) {
        ObjectNode copy = details.deepCopy();
        for (JsonNode issue : copy.path("issues")) {
            String path = issue.path("path").asText();
            ((ObjectNode) issue).set("path", JsonNodes.strings(List.of(path.split("\\.", -1))));
        }
        return copy;
    }
}
