package dev.reader.client.error;

/** Thrown when the browser session does not exist ({@code session_not_found}, HTTP 404). */
public class SessionNotFoundException extends NotFoundException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public SessionNotFoundException(ErrorResponse response) {
        super(response);
    }
}
