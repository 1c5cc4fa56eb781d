package dev.reader.client.error;

/** Thrown when the API key is missing, wrong or revoked ({@code unauthenticated}, HTTP 401). */
public class UnauthenticatedException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public UnauthenticatedException(ErrorResponse response) {
        super(response);
    }
}
