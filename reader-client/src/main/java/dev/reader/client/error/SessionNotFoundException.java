package dev.reader.client.error;

/** Thrown when there is no such browser session ({@code session_not_found}, HTTP 404). */
public class SessionNotFoundException extends NotFoundException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public SessionNotFoundException(ErrorResponse response) {
        super(response);
    }
}
