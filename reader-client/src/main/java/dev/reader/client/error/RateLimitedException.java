package dev.reader.client.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the workspace exceeds its rate limit ({@code rate_limited}, HTTP 429) and the retries are used up. Thrown
 * without a retry if {@link #retryAfter} is longer than the client's {@code maxRetryAfter}.
 */
public class RateLimitedException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public RateLimitedException(ErrorResponse response) {
        super(response);
    }

    /** {@return the number of requests that the window allows, or null if the server does not say} */
    public @Nullable Integer limit() {
        return response().intDetail("limit");
    }

    /** {@return the length of the window, or null if the server does not say} */
    public @Nullable Duration window() {
        Integer seconds = response().intDetail("windowSeconds");
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
