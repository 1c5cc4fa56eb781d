package dev.reader.client.error;

/**
 * Thrown when a service that the server depends on is unavailable ({@code upstream_unavailable}, HTTP 502), or a proxy reports
 * that the server is (HTTP 502, 503 or 504), and all retries fail too.
 */
public class UpstreamUnavailableException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public UpstreamUnavailableException(ErrorResponse response) {
        super(response);
    }
}
