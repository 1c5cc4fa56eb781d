package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/** Thrown when the server refuses to read the URL ({@code url_blocked}, HTTP 403). */
public class UrlBlockedException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public UrlBlockedException(ErrorResponse response) {
        super(response);
    }

    /** {@return the blocked URL, or null if the server does not say} */
    public @Nullable String url() {
        return response().textDetail("url");
    }

    /** {@return why the URL is blocked, or null if the server does not say} */
    public @Nullable String reason() {
        return response().textDetail("reason");
    }
}
