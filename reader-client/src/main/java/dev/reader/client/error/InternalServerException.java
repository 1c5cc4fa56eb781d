package dev.reader.client.error;

/** Thrown when the server fails ({@code internal_error}, HTTP 500) and all retries fail too. */
public class InternalServerException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public InternalServerException(ErrorResponse response) {
        super(response);
    }
}
