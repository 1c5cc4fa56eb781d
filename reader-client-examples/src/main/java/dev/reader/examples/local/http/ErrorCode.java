package dev.reader.examples.local.http;

import java.util.Locale;

/** The error codes of the Reader API, each with its HTTP status. */
public enum ErrorCode {
    INVALID_REQUEST(400),
    UNAUTHENTICATED(401),
    INSUFFICIENT_CREDITS(402),
    URL_BLOCKED(403),
    /** Not in the API's list of codes: the refusal of a key or a client that lacks a permission. */
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    RATE_LIMITED(429),
    CONCURRENCY_LIMITED(429),
    INTERNAL_ERROR(500),
    UPSTREAM_UNAVAILABLE(502),
    SCRAPE_TIMEOUT(504),
    SESSION_NOT_FOUND(404),
    SESSION_EXPIRED(410);

    private static final String DOCS = "https://reader.dev/docs/home/concepts/errors#";

    private final int httpStatus;

    ErrorCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    int httpStatus() {
        return httpStatus;
    }

    /** Returns whether the same request may succeed later. */
    boolean retryable() {
        return httpStatus == 429 || httpStatus >= 500;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String docsUrl() {
        return DOCS + wireName().replace('_', '-');
    }
}
