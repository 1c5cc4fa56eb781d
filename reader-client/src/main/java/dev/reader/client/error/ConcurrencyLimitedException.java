package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/** Thrown when as many jobs are active as the tier allows ({@code concurrency_limited}, HTTP 429); one of them has to end first. */
public class ConcurrencyLimitedException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public ConcurrencyLimitedException(ErrorResponse response) {
        super(response);
    }

    /** {@return how many jobs are active, or null where the server does not say} */
    public @Nullable Integer active() {
        return response().intDetail("active");
    }

    /** {@return how many jobs may be active, or null where the server does not say} */
    public @Nullable Integer max() {
        return response().intDetail("max");
    }
}
