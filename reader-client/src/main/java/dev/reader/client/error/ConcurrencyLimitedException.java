package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the workspace already has as many active jobs as its tier allows ({@code concurrency_limited}, HTTP 429). A job
 * has to end before the request can succeed.
 */
public class ConcurrencyLimitedException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public ConcurrencyLimitedException(ErrorResponse response) {
        super(response);
    }

    /** {@return how many jobs are active, or null if the server does not say} */
    public @Nullable Integer active() {
        return response().intDetail("active");
    }

    /** {@return how many jobs may be active, or null if the server does not say} */
    public @Nullable Integer max() {
        return response().intDetail("max");
    }
}
