package dev.reader.client.error;

/** Thrown when a browser session is over because its time ran out ({@code session_expired}, HTTP 410). */
public class SessionExpiredException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public SessionExpiredException(ErrorResponse response) {
        super(response);
    }
}
