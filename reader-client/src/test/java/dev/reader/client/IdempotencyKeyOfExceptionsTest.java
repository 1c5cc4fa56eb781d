package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reader.client.error.InvalidRequestException;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.error.UpstreamUnavailableException;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exception of a POST with an idempotency key carries the key, so that the caller can repeat the POST. */
class IdempotencyKeyOfExceptionsTest extends MockServerTest {
    private static final BatchRequest REQUEST = BatchRequest.builder("https://a.example/")
            .idempotencyKey("order-17")
            .build();

    record Ending(String name, Class<? extends ReaderException> type, MockResponse... answers) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Ending> endings() {
        MockResponse badGateway = Answers.error(502, "upstream_unavailable");
        MockResponse reset = new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
        return Stream.of(
                new Ending(
                        "five 502s",
                        UpstreamUnavailableException.class,
                        badGateway,
                        badGateway,
                        badGateway,
                        badGateway,
                        badGateway),
                new Ending("a 400", InvalidRequestException.class, Answers.error(400, "invalid_request")),
                new Ending(
                        "a long Retry-After",
                        RateLimitedException.class,
                        Answers.rateLimited(java.time.Duration.ofHours(1))),
                new Ending(
                        "an unreadable 201",
                        ReaderProtocolException.class,
                        Answers.json(201, "<html>").build()),
                new Ending("a 201 without data", ReaderProtocolException.class, Answers.data(201, "null")),
                new Ending("a 201 without an id", ReaderProtocolException.class, Answers.data(201, "{}")),
                new Ending(
                        "a 201 above the limit",
                        ReaderProtocolException.class,
                        Answers.data(201, "\"" + "x".repeat(4096) + "\"")),
                new Ending(
                        "a redirect",
                        ReaderProtocolException.class,
                        Answers.json(302, "").addHeader("Location", "/").build()),
                new Ending("lost connections", ReaderConnectionException.class, reset, reset, reset, reset, reset));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void exceptionOfAKeyedPost_carriesTheKey(Ending ending) {
        reader = client(builder().maxResponseBytes(2048));
        answer(ending.answers());

        ReaderException failure = catchThrowableOfType(ReaderException.class, () -> reader.createJob(REQUEST));

        assertThat(failure).isExactlyInstanceOf(ending.type());
        assertThat(failure.idempotencyKey()).isEqualTo("order-17");
        assertThat(failure.jobId()).isNull();
    }

    @Test
    void exceptionOfAScrape_carriesItsRandomKey() {
        answer(Answers.error(400, "invalid_request"));

        ReaderException failure =
                catchThrowableOfType(ReaderException.class, () -> reader.scrape("https://a.example/"));

        assertThat(failure.idempotencyKey())
                .isNotBlank()
                .isEqualTo(request().getHeaders().get("x-idempotency-key"));
    }

    @Test
    void interruptBeforeTheFirstAttempt_carriesTheKey() {
        assumeTrue(style == Style.BLOCKING, "only a blocked thread is interrupted");
        Thread.currentThread().interrupt();

        ReaderException failure = catchThrowableOfType(ReaderException.class, () -> reader.createJob(REQUEST));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(ReaderInterruptedException.class);
        assertThat(failure.idempotencyKey()).isEqualTo("order-17");
    }

    @Test
    void interruptDuringABackoff_carriesTheKeyAndTheLastFailure() {
        assumeTrue(style == Style.BLOCKING, "only a blocked thread is interrupted");
        answer(Answers.error(502, "upstream_unavailable"));
        time.onWait(duration -> Thread.currentThread().interrupt());

        ReaderException failure = catchThrowableOfType(ReaderException.class, () -> reader.createJob(REQUEST));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure)
                .isInstanceOf(ReaderInterruptedException.class)
                .hasCauseInstanceOf(UpstreamUnavailableException.class);
        assertThat(failure.idempotencyKey()).isEqualTo("order-17");
    }

    @Test
    void closeDuringABackoff_carriesTheKeyAndAnUnknownOutcome() {
        answer(Answers.error(502, "upstream_unavailable"));
        time.onWait(duration -> reader.close());

        ReaderConnectionException failure =
                catchThrowableOfType(ReaderConnectionException.class, () -> reader.createJob(REQUEST));

        assertThat(failure.idempotencyKey()).isEqualTo("order-17");
        assertThat(failure.outcomeUnknown()).isTrue();
    }

    @Test
    void exceptionOfARequestWithoutAKey_hasNone() {
        answer(Answers.error(404, "not_found"), Answers.error(404, "not_found"));

        assertThat(catchThrowableOfType(ReaderException.class, () -> reader.getJob("job_1"))
                        .idempotencyKey())
                .isNull();
        assertThat(catchThrowableOfType(ReaderException.class, () -> reader.retryJob("job_1"))
                        .idempotencyKey())
                .isNull();
    }
}
