package dev.reader.client.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the server answers and says no.
 *
 * <p>Has a subclass for each documented code (docs/reader-api.md §7). A code that this version does not know comes as the
 * subclass that fits the status, or as this class itself, with the code, the details and the body reachable.
 */
public class ReaderApiException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorResponse response;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public ReaderApiException(ErrorResponse response) {
        super(response.describe(), null);
        this.response = response;
    }

    /**
     * Returns the exception for an answer: by its code, and where that is missing or unknown, by its status.
     *
     * @param response the answer
     * @return an instance of the subclass that fits, or of this class
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

    /** {@return the whole answer} */
    public ErrorResponse response() {
        return response;
    }

    /** {@return the HTTP status} */
    public int statusCode() {
        return response.statusCode();
    }

    /** {@return the error code of the envelope (docs/reader-api.md §7), or null where the answer had none} */
    public @Nullable String code() {
        return response.code();
    }

    /** {@return the error's details as they came, or null} */
    public @Nullable JsonNode details() {
        return response.details();
    }

    /** {@return where the server says that the error is explained, or null} */
    public @Nullable String docsUrl() {
        return response.docsUrl();
    }

    /** {@return the {@code x-request-id} to name when asking for support, or null} */
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

    /** {@return the body as it came, cut after 64 Ki characters} */
    public String body() {
        return response.body();
    }

    /** {@return how long the server asks to wait before the next request, or null where it does not say} */
    public @Nullable Duration retryAfter() {
        return response.retryAfter();
    }
}
