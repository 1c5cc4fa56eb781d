package dev.reader.client.error;

/** Thrown when something that the server needs could not be reached ({@code upstream_unavailable}, HTTP 502), or a proxy said so
 * ({@code 502}, {@code 503}, {@code 504}). */
public class UpstreamUnavailableException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public UpstreamUnavailableException(ErrorResponse response) {
        super(response);
    }
}
