package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/** Thrown when the URL may not be read ({@code url_blocked}, HTTP 403). */
public class UrlBlockedException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public UrlBlockedException(ErrorResponse response) {
        super(response);
    }

    /** {@return the URL that was refused, or null where the server does not say} */
    public @Nullable String url() {
        return response().textDetail("url");
    }

    /** {@return why it was refused, or null where the server does not say} */
    public @Nullable String reason() {
        return response().textDetail("reason");
    }
}
