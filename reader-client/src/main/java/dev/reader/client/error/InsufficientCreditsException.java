package dev.reader.client.error;

import dev.reader.client.internal.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Thrown when the workspace has too few credits for the request ({@code insufficient_credits}, HTTP 402). */
public class InsufficientCreditsException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public InsufficientCreditsException(ErrorResponse response) {
        super(response);
    }

    /** {@return how many credits the request needs, or null if the server does not say} */
    public @Nullable Integer required() {
        return response().intDetail("required");
    }

    /** {@return how many credits are left, or null if the server does not say} */
    public @Nullable Integer available() {
        return response().intDetail("available");
    }

    /** {@return when the credits are renewed, or null if the server does not say} */
    public @Nullable Instant resetAt() {
        return Json.instantOrNull(response().detail("resetAt"));
    }
}
