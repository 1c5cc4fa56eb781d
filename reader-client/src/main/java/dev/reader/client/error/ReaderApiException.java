package dev.reader.client.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the server returns an error response.
 *
 * <p>Each documented code has a subclass (docs/reader-api.md §7). For a code that this version does not know, the status
 * decides: a subclass that fits it, or this class. The code, the details and the body are available in any case.
 */
public class ReaderApiException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final ErrorResponse response;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public ReaderApiException(ErrorResponse response) {
        super(response.describe(), null);
        this.response = response;
    }

    /**
     * Returns the exception for an error response, chosen by its code, or by its status if the code is missing or unknown.
     *
     * @param response the error response
     * @return an instance of the matching subclass, or of this class
     */
    public static ReaderApiException of(ErrorResponse response) {
        return response.code() == null ? byStatus(response) : byCode(response.code(), response);
    }

    private static ReaderApiException byCode(String code, ErrorResponse response) {
        return switch (code) {
            case "invalid_request" -> new InvalidRequestException(response);
            case "unauthenticated" -> new UnauthenticatedException(response);
            case "insufficient_credits" -> new InsufficientCreditsException(response);
            case "url_blocked" -> new UrlBlockedException(response);
            case "not_found" -> new NotFoundException(response);
            case "session_not_found" -> new SessionNotFoundException(response);
            case "session_expired" -> new SessionExpiredException(response);
            case "conflict" -> new ConflictException(response);
            case "rate_limited" -> new RateLimitedException(response);
            case "concurrency_limited" -> new ConcurrencyLimitedException(response);
            case "internal_error" -> new InternalServerException(response);
            case "upstream_unavailable" -> new UpstreamUnavailableException(response);
            case "scrape_timeout" -> new ScrapeTimeoutException(response);
            default -> byStatus(response);
        };
    }

    private static ReaderApiException byStatus(ErrorResponse response) {
        return switch (response.statusCode()) {
            case 400, 422 -> new InvalidRequestException(response);
            case 401 -> new UnauthenticatedException(response);
            case 402 -> new InsufficientCreditsException(response);
            case 404 -> new NotFoundException(response);
            case 409 -> new ConflictException(response);
            case 429 -> new RateLimitedException(response);
            case 502, 503, 504 -> new UpstreamUnavailableException(response);
            default ->
                response.statusCode() >= 500 ? new InternalServerException(response) : new ReaderApiException(response);
        };
    }

    /** {@return the error response} */
    public ErrorResponse response() {
        return response;
    }

    /** {@return the HTTP status} */
    public int statusCode() {
        return response.statusCode();
    }

    /** {@return the error code of the envelope (docs/reader-api.md §7), or null if the response has none} */
    public @Nullable String code() {
        return response.code();
    }

    /** {@return the details of the error, or null} */
    public @Nullable JsonNode details() {
        return response.details();
    }

    /** {@return the address of the documentation of this error, or null} */
    public @Nullable String docsUrl() {
        return response.docsUrl();
    }

    /** {@return the {@code x-request-id} of the response, to quote to support, or null} */
    public @Nullable String requestId() {
        return response.requestId();
    }

    /** {@return the HTTP method of the request} */
    public String method() {
        return response.method();
    }

    /** {@return the path of the request} */
    public String path() {
        return response.path();
    }

    /** {@return how many times the request was sent} */
    public int attempts() {
        return response.attempts();
    }

    /** {@return the body as received, cut after 64 Ki characters} */
    public String body() {
        return response.body();
    }

    /** {@return how long the server asks to wait before the next request, or null if it does not say} */
    public @Nullable Duration retryAfter() {
        return response.retryAfter();
    }
}
