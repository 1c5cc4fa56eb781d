package dev.reader.client.error;

/** Thrown when there is no such job, webhook or other resource ({@code not_found}, HTTP 404). */
public class NotFoundException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public NotFoundException(ErrorResponse response) {
        super(response);
    }
}
