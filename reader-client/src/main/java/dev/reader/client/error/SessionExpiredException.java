package dev.reader.client.error;

/** Thrown when a browser session has expired or was stopped before ({@code session_expired}, HTTP 410). */
public class SessionExpiredException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public SessionExpiredException(ErrorResponse response) {
        super(response);
    }
}
