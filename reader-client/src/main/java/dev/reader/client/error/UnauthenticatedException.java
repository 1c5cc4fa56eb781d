package dev.reader.client.error;

/** Thrown when the API key is missing, wrong or revoked ({@code unauthenticated}, HTTP 401). */
public class UnauthenticatedException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public UnauthenticatedException(ErrorResponse response) {
        super(response);
    }
}
