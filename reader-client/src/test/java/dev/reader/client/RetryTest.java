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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures are retried, and after how long (docs/reader-api.md §7). */
class RetryTest extends MockServerTest {

    @BeforeEach
    void disableJitter() {
        reader = client(builder().jitter(() -> 0));
    }

    /** A pause of zero does not show in the waits of the asynchronous client. */
    private void maximizeJitter() {
        reader = client(builder().jitter(() -> 1));
    }

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
        "429, unknown_code",
        "500, internal_error",
        "502, upstream_unavailable",
        "504, scrape_timeout",
        "500, unknown_code",
        "503, unknown_code",
        "599, unknown_code"
    })
    void transientFailure_isRetried(int status, String code) {
        maximizeJitter();
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
        "408, unknown_code",
        "421, unknown_code",
        "418, unknown_code"
    })
    void permanentFailure_isNotRetried(int status, String code) {
        answer(Answers.error(status, code), Answers.page());

        assertThatThrownBy(this::scrape).isInstanceOf(ReaderApiException.class);

        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void successFalse_withTransientCode_isRetried() {
        answer(Answers.json(200, Answers.errorBody("internal_error", "{}")).build(), Answers.page());

        scrape();

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void maxRetries_exhausted_throwsLastFailure() {
        for (int i = 0; i < 5; i++) {
            answer(Answers.error(500, "internal_error"));
        }

        InternalServerException failure = catchThrowableOfType(InternalServerException.class, this::scrape);

        assertThat(server.getRequestCount()).isEqualTo(5);
        assertThat(failure.attempts()).isEqualTo(5);
        assertThat(failure).hasMessageContaining("attempt 5");
    }

    @Test
    void maxRetriesZero_makesOneAttempt() {
        reader = client(builder().maxRetries(0));
        answer(tooMany("1"), Answers.page());

        assertThatThrownBy(this::scrape).isInstanceOf(RateLimitedException.class);

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void retryAfter_seconds_isHonored() {
        answer(tooMany("7"), tooMany(" 60 "), Answers.page());

        scrape();

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(60));
    }

    @Test
    void retryAfter_isJitteredByUpToHalf() {
        reader = client(builder().maxRetries(20));
        for (int i = 0; i < 20; i++) {
            answer(tooMany("2"));
        }
        answer(Answers.page());

        scrape();

        assertThat(time.waits())
                .hasSize(20)
                .doesNotHaveDuplicates()
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3)));
    }

    @Test
    void retryAfterDate_isRelativeToServersDate() {
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
    void retryAfterDate_withoutDateHeader_isRelativeToLocalClock() {
        answer(tooMany(httpDate(FakeTime.START.plusSeconds(33))), Answers.page());

        scrape();

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(33));
    }

    @Test
    void retryAfterSeconds_inDetails_isUsedWithoutHeader() {
        answer(Answers.error(429, "rate_limited", "{\"retryAfterSeconds\": 11}"), Answers.page());

        scrape();

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(11));
    }

    @Test
    void retryAfterSeconds_withFraction_isNotTruncated() {
        answer(Answers.error(429, "rate_limited", "{\"retryAfterSeconds\": 1.25}"), Answers.page());

        scrape();

        assertThat(time.waits()).containsExactly(Duration.ofMillis(1250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"61", "3600", "999999999999999999", "Fri, 01 Jan 2100 00:00:00 GMT"})
    void retryAfter_beyondCap_isThrownImmediately(String retryAfter) {
        answer(tooMany(retryAfter), Answers.page());

        RateLimitedException failure = catchThrowableOfType(RateLimitedException.class, this::scrape);

        assertThat(failure.retryAfter()).isGreaterThan(Duration.ofSeconds(60));
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void maxRetryAfter_isConfigurable() {
        reader = client(builder().maxRetryAfter(Duration.ofSeconds(5)).jitter(() -> 0));
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
    void retryAfter_zeroPastOrMalformed_usesBackoff(String retryAfter) {
        maximizeJitter();
        answer(tooMany(retryAfter), Answers.page());

        scrape();

        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(time.waits())
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.DURATION)
                .isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void backoff_isJitteredBelowBoundThatDoublesUpToTwentySeconds() {
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
    void retryAfter_on503_isHonoredUpToCap() {
        answer(unavailable("9"), unavailable("90"));

        assertThatThrownBy(this::scrape).isInstanceOf(UpstreamUnavailableException.class);

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", " 0 ", "00"})
    void unavailable_withRetryAfterZero_isSentOncePerAttempt(String retryAfter) {
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
    void postWithoutIdempotencyKey_isNotRetriedAfter5xx() {
        answer(Answers.error(502, "upstream_unavailable"), Answers.page());

        assertThatThrownBy(() -> reader.retryJob("job_1")).isInstanceOf(UpstreamUnavailableException.class);

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void postWithoutIdempotencyKey_isRetriedAfter429() {
        answer(tooMany("3"), Answers.data(200, "{\"id\": \"job_1\", \"status\": \"queued\", \"retrying\": 2}"));

        assertThat(reader.retryJob("job_1").retrying()).isEqualTo(2);

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void getsAndDeletes_areRetriedAfter5xx() {
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
    void concurrencyLimit_isRetriedUpToMaxRetries() {
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
    void view_withOwnMaxRetries_doesNotChangeClient() {
        AnyReader once = reader.with(RequestOptions.builder().maxRetries(0).build());
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
