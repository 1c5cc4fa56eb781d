package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.ConcurrencyLimitedException;
import dev.reader.client.error.InternalServerException;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.UpstreamUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again, after how long, and what is not (docs/reader-api.md §7). */
class RetryTest extends MockServerTest {

    private static MockResponse tooMany(String retryAfter) {
        return Answers.json(429, Answers.errorBody("rate_limited", "{}"))
                .addHeader("Retry-After", retryAfter)
                .build();
    }

    private void scrape() {
        reader.scrape("https://example.com/");
    }

    @ParameterizedTest
    @CsvSource({
        "429, rate_limited",
        "429, concurrency_limited",
        "429, code_of_tomorrow",
        "500, internal_error",
        "502, upstream_unavailable",
        "504, scrape_timeout",
        "500, code_of_tomorrow",
        "503, code_of_tomorrow",
        "599, code_of_tomorrow"
    })
    void whatPasses_isSentAgain(int status, String code) {
        answer(Answers.error(status, code), Answers.page());

        scrape();

        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(time.waits()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request",
        "401, unauthenticated",
        "402, insufficient_credits",
        "403, url_blocked",
        "404, not_found",
        "409, conflict",
        "404, session_not_found",
        "410, session_expired",
        "408, code_of_tomorrow",
        "421, code_of_tomorrow",
        "418, code_of_tomorrow"
    })
    void whatDoesNotPass_isSentOnce(int status, String code) {
        answer(Answers.error(status, code), Answers.page());

        assertThatThrownBy(this::scrape).isInstanceOf(ReaderApiException.class);

        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void successFalseWithAPassingCode_isSentAgain() {
        answer(Answers.json(200, Answers.errorBody("internal_error", "{}")).build(), Answers.page());

        scrape();

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void retries_endAtTheConfiguredNumber_withTheLastFailure() {
        for (int i = 0; i < 5; i++) {
            answer(Answers.error(500, "internal_error"));
        }

        InternalServerException failure = catchThrowableOfType(InternalServerException.class, this::scrape);

        assertThat(server.getRequestCount()).isEqualTo(5);
        assertThat(failure.attempts()).isEqualTo(5);
        assertThat(failure).hasMessageContaining("attempt 5");
    }

    @Test
    void maxRetriesZero_sendsOnce() {
        reader = client(builder().maxRetries(0));
        answer(tooMany("1"), Answers.page());

        assertThatThrownBy(this::scrape).isInstanceOf(RateLimitedException.class);

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void retryAfterSeconds_isWaitedFor() {
        answer(tooMany("7"), tooMany(" 60 "), Answers.page());

        scrape();

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(60));
    }

    @Test
    void retryAfterDate_isMeasuredByTheServersOwnClock() {
        Instant served = Instant.parse("2031-05-06T07:08:09Z");
        answer(
                Answers.json(429, Answers.errorBody("rate_limited", "{}"))
                        .addHeader("Date", httpDate(served))
                        .addHeader("Retry-After", httpDate(served.plusSeconds(42)))
                        .build(),
                Answers.page());

        scrape();

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(42));
    }

    @Test
    void retryAfterDate_withoutAClockOfTheServers_isMeasuredByOurs() {
        answer(tooMany(httpDate(FakeTime.START.plusSeconds(33))), Answers.page());

        scrape();

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(33));
    }

    @Test
    void retryAfterSecondsOfTheDetails_countWhereTheHeaderIsMissing() {
        answer(Answers.error(429, "rate_limited", "{\"retryAfterSeconds\": 11}"), Answers.page());

        scrape();

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(11));
    }

    @Test
    void retryAfterSecondsWithAFraction_isNotCutShort() {
        answer(Answers.error(429, "rate_limited", "{\"retryAfterSeconds\": 1.25}"), Answers.page());

        scrape();

        assertThat(time.waits()).containsExactly(Duration.ofMillis(1250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"61", "3600", "999999999999999999", "Fri, 01 Jan 2100 00:00:00 GMT"})
    void retryAfterBeyondTheCap_surfacesAtOnce(String retryAfter) {
        answer(tooMany(retryAfter), Answers.page());

        RateLimitedException failure = catchThrowableOfType(RateLimitedException.class, this::scrape);

        assertThat(failure.retryAfter()).isGreaterThan(Duration.ofSeconds(60));
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void capOfRetryAfter_canBeSet() {
        reader = client(builder().maxRetryAfter(Duration.ofSeconds(5)));
        answer(tooMany("5"), tooMany("6"));

        assertThatThrownBy(this::scrape).isInstanceOf(RateLimitedException.class);

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-5",
                "1.5",
                "soon",
                "",
                "1e3",
                "99999999999999999999",
                "Sun, 01 Mar 2020 00:00:00 GMT",
                "Xxx, 99 Foo 2026 00:00:00 GMT"
            })
    void retryAfterThatIsZeroPastOrMalformed_backsOffAsWithoutOne(String retryAfter) {
        answer(tooMany(retryAfter), Answers.page());

        scrape();

        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(time.waits())
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.DURATION)
                .isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void backoff_isBelowABoundThatDoublesUpToTwentySeconds() {
        reader = client(builder().maxRetries(12));
        for (int i = 0; i < 12; i++) {
            answer(Answers.error(500, "internal_error"));
        }
        answer(Answers.page());

        scrape();

        List<Duration> waits = time.waits();
        assertThat(waits).hasSize(12);
        for (int i = 0; i < 12; i++) {
            long bound = Math.min(20_000, 500L << i);
            assertThat(waits.get(i)).isBetween(Duration.ZERO, Duration.ofMillis(bound));
        }
        assertThat(waits).as("jittered").doesNotHaveDuplicates();
    }

    @Test
    void retryAfterOnA503_isWaitedForToo_andBeyondTheCapSurfaces() {
        answer(unavailable("9"), unavailable("90"));

        assertThatThrownBy(this::scrape).isInstanceOf(UpstreamUnavailableException.class);

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", " 0 ", "00"})
    void unavailableWithRetryAfterZero_isSentOncePerAttempt(String retryAfter) {
        reader = client(builder().maxRetries(0));
        answer(unavailable(retryAfter), Answers.page());

        assertThatThrownBy(this::scrape).isInstanceOf(UpstreamUnavailableException.class);

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    private static MockResponse unavailable(String retryAfter) {
        return new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", retryAfter)
                .body("busy")
                .build();
    }

    @Test
    void postWithoutAnIdempotencyKey_isNotRepeatedAfterA5xx() {
        answer(Answers.error(502, "upstream_unavailable"), Answers.page());

        assertThatThrownBy(() -> reader.retryJob("job_1")).isInstanceOf(UpstreamUnavailableException.class);

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void postWithoutAnIdempotencyKey_isRepeatedAfterA429_whichDidNothing() {
        answer(tooMany("3"), Answers.data(200, "{\"id\": \"job_1\", \"status\": \"queued\", \"retrying\": 2}"));

        assertThat(reader.retryJob("job_1").retrying()).isEqualTo(2);

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void getsAndDeletes_areRepeatedAfterA5xx() {
        answer(
                Answers.error(500, "internal_error"),
                Answers.json(200, Answers.jobDetail("job_1", "queued", 0, 0, 0, false))
                        .build(),
                Answers.error(500, "internal_error"),
                Answers.data(200, "{\"id\": \"job_1\", \"status\": \"cancelled\"}"));

        reader.getJob("job_1");
        reader.cancelJob("job_1");

        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void concurrencyLimit_isRetriedWithinTheConfiguredNumber() {
        reader = client(builder().maxRetries(2));
        answer(
                Answers.error(429, "concurrency_limited"),
                Answers.error(429, "concurrency_limited"),
                Answers.error(429, "concurrency_limited"));

        assertThatThrownBy(() -> reader.createJob(BatchRequest.of("https://a.example/")))
                .isInstanceOf(ConcurrencyLimitedException.class);

        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void viewWithOtherRetries_leavesTheClientAsItIs() {
        ReaderClient once = reader.with(RequestOptions.builder().maxRetries(0).build());
        answer(Answers.error(500, "internal_error"), Answers.error(500, "internal_error"), Answers.page());

        assertThatThrownBy(() -> once.scrape("https://example.com/")).isInstanceOf(InternalServerException.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
        scrape();
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    private static String httpDate(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }
}
