package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the state of the resource does not allow the call ({@code conflict}, HTTP 409), for example when a job is
 * cancelled that has already ended.
 */
public class ConflictException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public ConflictException(ErrorResponse response) {
        super(response);
    }

    /** {@return the conflicting state, such as the status of a job, or null if the server does not say} */
    public @Nullable String status() {
        return response().textDetail("status");
    }

    /** {@return the limit that has been reached, such as the number of webhooks, or null if the server does not say} */
    public @Nullable Integer limit() {
        return response().intDetail("limit");
    }
}
