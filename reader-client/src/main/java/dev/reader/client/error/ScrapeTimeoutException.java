package dev.reader.client.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Thrown when the page did not finish within the request's own time-out ({@code scrape_timeout}, HTTP 504). */
public class ScrapeTimeoutException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public ScrapeTimeoutException(ErrorResponse response) {
        super(response);
    }

    /** {@return the time-out that passed, or null where the server does not say} */
    public @Nullable Duration timeout() {
        Integer millis = response().intDetail("timeoutMs");
        return millis == null ? null : Duration.ofMillis(millis);
    }
}
