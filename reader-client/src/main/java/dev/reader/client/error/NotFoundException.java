package dev.reader.client.error;

/** Thrown when the job, webhook or other resource does not exist ({@code not_found}, HTTP 404). */
public class NotFoundException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public NotFoundException(ErrorResponse response) {
        super(response);
    }
}
