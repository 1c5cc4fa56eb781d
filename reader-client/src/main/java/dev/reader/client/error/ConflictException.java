package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/** Thrown when the resource is in a state that does not allow the call ({@code conflict}, HTTP 409), such as cancelling a job that is
 * over. */
public class ConflictException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public ConflictException(ErrorResponse response) {
        super(response);
    }

    /** {@return the state that stands in the way, such as a job's status, or null where the server does not say} */
    public @Nullable String status() {
        return response().textDetail("status");
    }

    /** {@return the limit that is reached, such as the number of webhooks, or null where the server does not say} */
    public @Nullable Integer limit() {
        return response().intDetail("limit");
    }
}
