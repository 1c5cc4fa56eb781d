package dev.reader.client.error;

/** Thrown when the server failed ({@code internal_error}, HTTP 500) and went on failing when asked again. */
public class InternalServerException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public InternalServerException(ErrorResponse response) {
        super(response);
    }
}
