package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.ConcurrencyLimitedException;
import dev.reader.client.error.ConflictException;
import dev.reader.client.error.InsufficientCreditsException;
import dev.reader.client.error.InternalServerException;
import dev.reader.client.error.InvalidRequestException;
import dev.reader.client.error.InvalidRequestException.Issue;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ScrapeTimeoutException;
import dev.reader.client.error.UnauthenticatedException;
import dev.reader.client.error.UpstreamUnavailableException;
import dev.reader.client.error.UrlBlockedException;
import java.time.Duration;
import java.time.Instant;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of error response has its own exception type with typed details (docs/reader-api.md §7). */
class ErrorTypesTest extends MockServerTest {

    @BeforeEach
    void noRetries() {
        reader = client(builder().maxRetries(0));
    }

    private <E extends ReaderApiException> E failure(Class<E> type, MockResponse answer) {
        answer(answer);
        E failure = catchThrowableOfType(type, () -> reader.scrape("https://example.com/"));
        assertThat(failure).isExactlyInstanceOf(type);
        return failure;
    }

    @Test
    void everyError_carriesMethodPathStatusCodeAndBody() {
        ReaderApiException failure =
                failure(UrlBlockedException.class, Answers.error(403, "url_blocked", "{\"url\": \"u\", \"x\": [1]}"));

        assertThat(failure.statusCode()).isEqualTo(403);
        assertThat(failure.code()).isEqualTo("url_blocked");
        assertThat(failure.docsUrl()).isEqualTo("https://docs.example/errors#url_blocked");
        assertThat(failure.requestId()).isEqualTo("req_1");
        assertThat(failure.method()).isEqualTo("POST");
        assertThat(failure.path()).isEqualTo("/v1/read");
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.details().toString()).isEqualTo("{\"url\":\"u\",\"x\":[1]}");
        assertThat(failure.body()).isEqualTo(Answers.errorBody("url_blocked", "{\"url\": \"u\", \"x\": [1]}"));
        assertThat(failure)
                .hasMessage("POST /v1/read returned 403 url_blocked: no: url_blocked (attempt 1, request req_1)");
    }

    @Test
    void invalidRequest_parsesIssuePathsAsStringOrList() {
        InvalidRequestException failure =
                failure(InvalidRequestException.class, Answers.error(400, "invalid_request", """
                        {"issues": [
                          {"path": "webhook.url", "code": "invalid_string", "message": "no URL"},
                          {"path": ["urls", 3], "message": "not http"},
                          {"message": "one of url and urls"},
                          "what is this"
                        ]}"""));

        assertThat(failure.issues())
                .containsExactly(
                        new Issue("webhook.url", "invalid_string", "no URL"),
                        new Issue("urls.3", null, "not http"),
                        new Issue("", null, "one of url and urls"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "[]", "\"text\"", "7", "{\"issues\": null}", "{\"issues\": \"many\"}"})
    void invalidRequest_unexpectedDetails_hasNoIssues(String details) {
        assertThat(failure(InvalidRequestException.class, Answers.error(400, "invalid_request", details))
                        .issues())
                .isEmpty();
    }

    @Test
    void unauthenticated() {
        assertThat(failure(UnauthenticatedException.class, Answers.error(401, "unauthenticated")))
                .hasMessageContaining("401 unauthenticated");
    }

    @Test
    void insufficientCredits_hasAmountsAndResetTime() {
        InsufficientCreditsException failure = failure(
                InsufficientCreditsException.class,
                Answers.error(
                        402,
                        "insufficient_credits",
                        "{\"required\": 30, \"available\": 12, \"resetAt\": \"2026-04-01T00:00:00.000Z\"}"));

        assertThat(failure.required()).isEqualTo(30);
        assertThat(failure.available()).isEqualTo(12);
        assertThat(failure.resetAt()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{\"required\": \"many\", \"available\": 1.5, \"resetAt\": 1775000000}",
                "{\"required\": null, \"available\": 99999999999, \"resetAt\": \"soon\"}"
            })
    void malformedDetails_areIgnored(String details) {
        InsufficientCreditsException failure =
                failure(InsufficientCreditsException.class, Answers.error(402, "insufficient_credits", details));

        assertThat(failure.required()).isNull();
        assertThat(failure.available()).isNull();
        assertThat(failure.resetAt()).isNull();
    }

    @Test
    void urlBlocked_hasUrlAndReason() {
        UrlBlockedException failure = failure(
                UrlBlockedException.class,
                Answers.error(403, "url_blocked", "{\"url\": \"http://10.0.0.1/\", \"reason\": \"private\"}"));

        assertThat(failure.url()).isEqualTo("http://10.0.0.1/");
        assertThat(failure.reason()).isEqualTo("private");
    }

    @Test
    void notFound() {
        assertThat(failure(NotFoundException.class, Answers.error(404, "not_found"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void conflict_hasStatusOrLimit() {
        ConflictException status =
                failure(ConflictException.class, Answers.error(409, "conflict", "{\"status\": \"completed\"}"));
        ConflictException limit = failure(ConflictException.class, Answers.error(409, "conflict", "{\"limit\": 10}"));

        assertThat(status.status()).isEqualTo("completed");
        assertThat(status.limit()).isNull();
        assertThat(limit.limit()).isEqualTo(10);
        assertThat(limit.status()).isNull();
    }

    @Test
    void rateLimited_hasLimitWindowAndRetryAfter() {
        RateLimitedException failure = failure(
                RateLimitedException.class,
                Answers.json(
                                429,
                                Answers.errorBody(
                                        "rate_limited",
                                        "{\"limit\": 10, \"windowSeconds\": 60, \"retryAfterSeconds\": 9}"))
                        .addHeader("Retry-After", "7")
                        .build());

        assertThat(failure.limit()).isEqualTo(10);
        assertThat(failure.window()).isEqualTo(Duration.ofSeconds(60));
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void concurrencyLimited_hasJobCounts() {
        ConcurrencyLimitedException failure = failure(
                ConcurrencyLimitedException.class,
                Answers.error(429, "concurrency_limited", "{\"active\": 2, \"max\": 2}"));

        assertThat(failure.active()).isEqualTo(2);
        assertThat(failure.max()).isEqualTo(2);
        assertThat(failure.retryAfter()).isNull();
    }

    @Test
    void internalError() {
        assertThat(failure(InternalServerException.class, Answers.error(500, "internal_error"))
                        .code())
                .isEqualTo("internal_error");
    }

    @Test
    void upstreamUnavailable() {
        assertThat(failure(UpstreamUnavailableException.class, Answers.error(502, "upstream_unavailable"))
                        .code())
                .isEqualTo("upstream_unavailable");
    }

    @Test
    void scrapeTimeout_hasTimeout() {
        assertThat(failure(ScrapeTimeoutException.class, Answers.error(504, "scrape_timeout", "{\"timeoutMs\": 30000}"))
                        .timeout())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidRequestException",
        "401, UnauthenticatedException",
        "402, InsufficientCreditsException",
        "403, ReaderApiException",
        "404, NotFoundException",
        "405, ReaderApiException",
        "409, ConflictException",
        "410, ReaderApiException",
        "418, ReaderApiException",
        "422, InvalidRequestException",
        "429, RateLimitedException",
        "500, InternalServerException",
        "501, InternalServerException",
        "502, UpstreamUnavailableException",
        "503, UpstreamUnavailableException",
        "504, UpstreamUnavailableException",
        "599, InternalServerException"
    })
    void unknownCode_mapsByStatus_andKeepsCodeDetailsAndBody(int status, String type) {
        answer(Answers.error(status, "unknown_code", "{\"hint\": 1}"));

        ReaderApiException failure =
                catchThrowableOfType(ReaderApiException.class, () -> reader.scrape("https://example.com/"));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure.statusCode()).isEqualTo(status);
        assertThat(failure.code()).isEqualTo("unknown_code");
        assertThat(failure.details().path("hint").asInt()).isEqualTo(1);
        assertThat(failure.body()).contains("unknown_code");
    }

    @Test
    void code_takesPrecedenceOverStatus() {
        assertThat(failure(NotFoundException.class, Answers.error(400, "not_found"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void htmlOfProxy_mapsByStatus_andIsKept() {
        UpstreamUnavailableException failure = failure(
                UpstreamUnavailableException.class,
                new MockResponse.Builder()
                        .code(502)
                        .addHeader("Content-Type", "text/html")
                        .body("<html><h1>Bad Gateway</h1></html>")
                        .build());

        assertThat(failure.code()).isNull();
        assertThat(failure.details()).isNull();
        assertThat(failure.docsUrl()).isNull();
        assertThat(failure.requestId()).isNull();
        assertThat(failure.body()).isEqualTo("<html><h1>Bad Gateway</h1></html>");
        assertThat(failure).hasMessage("POST /v1/read returned 502 (attempt 1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  \n",
                "{",
                "null",
                "[]",
                "42",
                "{\"error\": null}",
                "{\"error\": []}",
                "{\"error\": {\"code\": 17, \"message\": {}}}",
                "\u0000\u0001"
            })
    void bodyOfAnyStructure_mapsByStatus(String body) {
        ReaderApiException failure =
                failure(NotFoundException.class, Answers.json(404, body).build());

        assertThat(failure.code()).isNull();
        assertThat(failure.body()).isEqualTo(body);
        assertThat(failure).hasMessage("POST /v1/read returned 404 (attempt 1, request req_1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\": \"no such route\"}", "{\"message\": \"no such route\", \"statusCode\": 404}"})
    void messageOfOtherServers_isExtracted(String body) {
        assertThat(failure(NotFoundException.class, Answers.json(404, body).build()))
                .hasMessageContaining("returned 404: no such route");
    }

    @Test
    void successFalse_isErrorWithAnyStatus() {
        NotFoundException failure = failure(
                NotFoundException.class,
                Answers.json(200, Answers.errorBody("not_found", "{}")).build());

        assertThat(failure.statusCode()).isEqualTo(200);
        assertThat(failure.code()).isEqualTo("not_found");
    }

    @Test
    void successFalse_withData_isError() {
        ReaderApiException failure = failure(
                ReaderApiException.class,
                Answers.json(200, "{\"success\": false, \"data\": " + Answers.PAGE + "}")
                        .build());

        assertThat(failure.code()).isNull();
    }

    @Test
    void longBody_isTruncated() {
        InternalServerException failure = failure(
                InternalServerException.class,
                Answers.json(500, "x".repeat(200_000)).build());

        assertThat(failure.body()).hasSize(64 * 1024);
    }
}
