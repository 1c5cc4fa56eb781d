package dev.reader.client.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Thrown when the server could not read the page within the request's {@code timeout} ({@code scrape_timeout}, HTTP 504). */
public class ScrapeTimeoutException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public ScrapeTimeoutException(ErrorResponse response) {
        super(response);
    }

    /** {@return the time-out of the request, or null if the server does not say} */
    public @Nullable Duration timeout() {
        Integer millis = response().intDetail("timeoutMs");
        return millis == null ? null : Duration.ofMillis(millis);
    }
}
