package dev.reader.client.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Thrown when the requests of this minute are used up ({@code rate_limited}, HTTP 429), after the waits that the retries allow, or at once
 * where the server asks for a longer wait than the client is configured to take. {@link #retryAfter} says how long. */
public class RateLimitedException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public RateLimitedException(ErrorResponse response) {
        super(response);
    }

    /** {@return how many requests the window allows, or null where the server does not say} */
    public @Nullable Integer limit() {
        return response().intDetail("limit");
    }

    /** {@return the length of the window, or null where the server does not say} */
    public @Nullable Duration window() {
        Integer seconds = response().intDetail("windowSeconds");
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
