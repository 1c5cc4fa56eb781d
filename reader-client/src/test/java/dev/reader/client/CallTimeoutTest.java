package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.UnauthenticatedException;
import dev.reader.client.error.UpstreamUnavailableException;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The time-out of one call with its retries and backoff. */
class CallTimeoutTest extends MockServerTest {
    {
        time.passingWaits();
    }

    private static final BatchRequest REQUEST = BatchRequest.builder("https://a.example/")
            .idempotencyKey("order-17")
            .build();

    private ReaderConnectionException failureOfCreate() {
        return catchThrowableOfType(ReaderConnectionException.class, () -> reader.createJob(REQUEST));
    }

    @Test
    void backoffBeyondTheCallTimeout_endsTheCall() {
        reader = client(builder().callTimeout(Duration.ofMillis(700)).jitter(() -> 1));
        answer(Answers.error(502, "upstream_unavailable"), Answers.error(502, "upstream_unavailable"));

        ReaderConnectionException failure = failureOfCreate();

        assertThat(failure)
                .hasMessageContaining("POST /v1/read")
                .hasMessageContaining("700 ms")
                .hasMessageContaining("callTimeout")
                .hasMessageContaining("attempts: 2")
                .hasCauseInstanceOf(UpstreamUnavailableException.class);
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.idempotencyKey()).isEqualTo("order-17");
        assertThat(time.waits()).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void retryAfterBeyondTheCallTimeout_endsTheCall_withAKnownOutcome() {
        reader = client(builder().callTimeout(Duration.ofSeconds(5)));
        answer(Answers.rateLimited(Duration.ofSeconds(30)));

        ReaderConnectionException failure = failureOfCreate();

        assertThat(failure).hasCauseInstanceOf(RateLimitedException.class);
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void retriesWithinTheCallTimeout_continue() {
        reader = client(builder().callTimeout(Duration.ofMinutes(1)).jitter(() -> 1));
        answer(
                Answers.error(502, "upstream_unavailable"),
                Answers.rateLimited(Duration.ofSeconds(30)),
                Answers.data(201, Answers.job("job_1", "queued", 0, 1)));

        assertThat(reader.createJob(REQUEST).id()).isEqualTo("job_1");
    }

    @Test
    void errorThatIsNotRetried_isUnchanged() {
        reader = client(builder().callTimeout(Duration.ofSeconds(20)));
        answer(Answers.error(401, "unauthenticated"));

        assertThat(catchThrowableOfType(UnauthenticatedException.class, () -> reader.createJob(REQUEST)))
                .isNotNull();
    }

    @Test
    void silentServer_endsTheCallAfterTheCallTimeout() throws IOException {
        try (RawServer silent = new RawServer(RawServer.Connection::read)) {
            AnyReader impatient = client(ReaderClient.builder()
                    .apiKey("rdr_key")
                    .baseUrl(silent.url())
                    .callTimeout(Duration.ofMillis(200)));

            ReaderConnectionException created =
                    catchThrowableOfType(ReaderConnectionException.class, () -> impatient.createJob(REQUEST));
            ReaderConnectionException retried =
                    catchThrowableOfType(ReaderConnectionException.class, () -> impatient.retryJob("job_1"));
            ReaderConnectionException asked =
                    catchThrowableOfType(ReaderConnectionException.class, () -> impatient.getJob("job_1"));

            assertThat(created).hasMessageContaining("callTimeout").hasMessageContaining("attempts: 1");
            assertThat(created.outcomeUnknown()).isTrue();
            assertThat(created.idempotencyKey()).isEqualTo("order-17");
            assertThat(retried).hasMessageContaining("callTimeout");
            assertThat(retried.outcomeUnknown()).isTrue();
            assertThat(retried.idempotencyKey()).isNull();
            assertThat(asked).hasMessageContaining("callTimeout");
            assertThat(asked.outcomeUnknown()).isFalse();
        }
    }

    @Test
    void view_overridesTheCallTimeout() {
        AnyReader impatient = reader.with(
                RequestOptions.builder().callTimeout(Duration.ofSeconds(5)).build());
        AnyReader alsoImpatient =
                impatient.with(RequestOptions.builder().maxRetries(9).build());
        answer(
                Answers.rateLimited(Duration.ofSeconds(30)),
                Answers.rateLimited(Duration.ofSeconds(30)),
                Answers.rateLimited(Duration.ofSeconds(30)),
                Answers.page());

        for (AnyReader view : new AnyReader[] {impatient, alsoImpatient}) {
            assertThat(catchThrowableOfType(ReaderConnectionException.class, () -> view.scrape("https://a.example/")))
                    .hasMessageContaining("5000 ms");
        }
        Page page = reader.scrape("https://a.example/");
        assertThat(page.markdown()).isEqualTo("# Example");
    }

    @Test
    void wait_isNotLimited() {
        reader = client(builder().callTimeout(Duration.ofSeconds(5)));
        answer(
                Answers.rateLimited(Duration.ofSeconds(30)),
                Answers.json(200, Answers.jobDetail("job_1", "completed", 0, 0, 1, false))
                        .build(),
                Answers.json(200, Answers.jobDetail("job_1", "completed", 0, 1, 1, false))
                        .build());

        WaitOptions polling =
                WaitOptions.builder().pollInterval(Duration.ofSeconds(1)).build();
        assertThat(reader.waitForJob("job_1", polling).results()).hasSize(1);
    }
}
