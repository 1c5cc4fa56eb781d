package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reader.client.ReaderListener.Attempt;
import dev.reader.client.ReaderListener.Call;
import dev.reader.client.ReaderListener.CreditsUsed;
import dev.reader.client.ReaderListener.EndMeans;
import dev.reader.client.ReaderListener.JobEnded;
import dev.reader.client.ReaderListener.RateLimitReason;
import dev.reader.client.ReaderListener.RateLimitWait;
import dev.reader.client.ReaderListener.ResultsRead;
import dev.reader.client.ReaderListener.Retry;
import dev.reader.client.ReaderListener.RetryReason;
import dev.reader.client.ReaderListener.StreamLost;
import dev.reader.client.ReaderListener.StreamOpened;
import dev.reader.client.ReaderListener.WaitEnded;
import dev.reader.client.ReaderListener.WaitStarted;
import dev.reader.client.error.InternalServerException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.internal.http.SlidingWindow;
import dev.reader.client.model.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

/** What a listener hears of calls, waits, streams and credits, in simulated time. */
@Timeout(60)
class ReaderListenerTest {
    private static final ScrapeRequest PAGE = ScrapeRequest.of("https://example.com/secret?token=1");
    private static final Headers REQUEST_ID = Headers.of("x-request-id", "req_7");

    private final Simulation simulation = new Simulation();
    private final RecordingListener heard = new RecordingListener();

    private ReaderClient.Builder builder() {
        return simulation.server.builder().jitter(() -> 1).listener(heard);
    }

    private static String pageOf(int credits) {
        return Answers.envelope("{\"url\": \"https://example.com/\", \"credits\": " + credits + "}");
    }

    @ParameterizedTest
    @EnumSource
    void call_withARetry(Driver driver) throws Exception {
        simulation.server.on("/v1/read", (stream, number) -> {
            simulation.time.pause(Duration.ofMillis(100));
            if (number == 1) {
                stream.answer(500, Answers.errorBody("internal_error", "{}"));
            } else {
                stream.answer(200, pageOf(3), REQUEST_ID);
            }
        });

        simulation.run(builder(), reader -> driver.call(reader, Calls.scrape(PAGE)));

        assertThat(heard.all()).hasSize(5).first().isInstanceOfSatisfying(Attempt.class, attempt -> {
            assertThat(attempt.operation()).isEqualTo("scrape");
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.statusCode()).isEqualTo(500);
            assertThat(attempt.code()).isEqualTo("internal_error");
            assertThat(attempt.requestId()).isNull();
            assertThat(attempt.duration()).isEqualTo(Duration.ofMillis(100));
            assertThat(attempt.failure()).isInstanceOf(InternalServerException.class);
        });
        Retry retry = heard.only(Retry.class);
        assertThat(retry.operation()).isEqualTo("scrape");
        assertThat(retry.attempt()).isEqualTo(1);
        assertThat(retry.delay()).isEqualTo(Duration.ofMillis(500));
        assertThat(retry.reason()).isEqualTo(RetryReason.BACKOFF);
        assertThat(heard.all().subList(2, 5))
                .containsExactly(
                        new Attempt("scrape", 2, 200, null, "req_7", Duration.ofMillis(100), null),
                        new CreditsUsed(null, 3),
                        new Call("scrape", 2, 200, null, "req_7", Duration.ofMillis(700), null));
        assertThat(heard.all().toString()).doesNotContain("example.com/secret").doesNotContain("rdr_key");
    }

    @ParameterizedTest
    @EnumSource
    void call_thatFails(Driver driver) throws Exception {
        simulation.server.on("/v1/usage/credits", (stream, number) -> stream.reset());

        Throwable failure = simulation.run(
                builder().maxRetries(0), reader -> catchThrowable(() -> driver.call(reader, Calls.credits())));

        assertThat(failure).isInstanceOf(ReaderConnectionException.class);
        Attempt attempt = heard.only(Attempt.class);
        assertThat(attempt.statusCode()).isNull();
        assertThat(heard.only(Call.class))
                .isEqualTo(new Call("getCredits", 1, null, null, null, attempt.duration(), failure));
    }

    @Test
    void cancelledFuture_endsItsCall() throws Exception {
        simulation.server.on("/v1/read", (stream, number) -> stream.silence());

        simulation.run(builder(), reader -> {
            CompletableFuture<?> call = reader.transport()
                    .executeAsync(
                            Calls.scrape(PAGE), reader.transport().resources().executor());
            simulation.time.pause(Duration.ofSeconds(1));
            call.cancel(true);
            return null;
        });

        Call call = heard.only(Call.class);
        assertThat(call.duration()).isEqualTo(Duration.ofSeconds(1));
        assertThat(call.failure()).isInstanceOf(CancellationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void rateLimit_byServerAndByLimiter(Driver driver) throws Exception {
        simulation.server.on("/v1/read", (stream, number) -> {
            if (number == 1) {
                stream.answer(429, Answers.errorBody("rate_limited", "{}"), Headers.of("Retry-After", "10"));
            } else {
                stream.answer(200, pageOf(0));
            }
        });

        simulation.run(
                builder().rateLimiter(new SlidingWindow(2, simulation.time)),
                reader -> driver.call(reader, Calls.scrape(PAGE)).url()
                        + driver.call(reader, Calls.scrape(PAGE)).url());

        assertThat(heard.only(Retry.class).reason()).isEqualTo(RetryReason.RETRY_AFTER);
        assertThat(heard.only(Retry.class).delay()).isEqualTo(Duration.ofSeconds(15));
        assertThat(heard.only(RateLimitWait.class))
                .isEqualTo(new RateLimitWait("scrape", Duration.ofSeconds(47), RateLimitReason.LIMITER));
        assertThat(heard.of(CreditsUsed.class)).as("0 credits are none").isEmpty();
    }

    @Test
    void waitOnAStreamThatIsCut() throws Exception {
        simulation.server.on("/v1/jobs/job_1", (stream, number) -> {
            int skip = stream.request().parameter("skip");
            String detail = Answers.jobDetail("job_1", "completed", 0, skip == 0 ? 3 : 0, 3, false);
            stream.answer(200, detail.replace("\"error\": null", "\"error\": null, \"creditsUsed\": 9"));
        });
        simulation.server.on("/v1/jobs/job_1/stream", (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.event("page", "{\"url\":\"" + Answers.url(0) + "\"}");
                simulation.time.pause(Duration.ofSeconds(5));
                stream.reset();
            } else {
                simulation.time.pause(Duration.ofSeconds(1));
                stream.done("completed", 3).end();
            }
        });

        simulation.run(builder(), reader -> reader.waitForJob("job_1"));

        assertThat(heard.only(WaitStarted.class)).isEqualTo(new WaitStarted("waitForJob", Set.of("job_1")));
        List<StreamOpened> opened = heard.of(StreamOpened.class);
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0)).isEqualTo(new StreamOpened("streamJob", "job_1", null));
        StreamLost lost = heard.only(StreamLost.class);
        assertThat(lost.opened()).isTrue();
        assertThat(lost.idleTimeout()).isFalse();
        assertThat(opened.get(1).gap()).isEqualTo(lost.reconnectDelay()).isPositive();
        assertThat(heard.only(JobEnded.class)).isEqualTo(new JobEnded("job_1", JobStatus.COMPLETED, EndMeans.EVENT));
        assertThat(heard.only(ResultsRead.class)).isEqualTo(new ResultsRead("job_1", 3, 2));
        assertThat(heard.only(CreditsUsed.class)).isEqualTo(new CreditsUsed("job_1", 9));
        WaitEnded ended = heard.only(WaitEnded.class);
        assertThat(ended.ended()).isEqualTo(1);
        assertThat(ended.failure()).isNull();
        assertThat(heard.of(Attempt.class)).extracting(Attempt::operation).contains("streamJob", "getJob");
    }

    @Test
    void jobStreamThatIsCut_tellsHowManyPagesCameFromTheResults() throws Exception {
        simulation.server.on(
                "/v1/jobs/job_1",
                (stream, number) -> stream.answer(
                        200,
                        Answers.jobDetail(
                                "job_1", "completed", 0, stream.request().parameter("skip") == 0 ? 3 : 0, 3, false)));
        simulation.server.on("/v1/jobs/job_1/stream", (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.event("page", "{\"url\":\"" + Answers.url(1) + "\"}").reset();
            } else {
                stream.done("completed", 3).end();
            }
        });

        long pages = simulation.run(builder(), reader -> {
            try (JobStream events = reader.stream("job_1")) {
                return events.stream().count();
            }
        });

        assertThat(pages).isEqualTo(4);
        assertThat(heard.only(ResultsRead.class)).isEqualTo(new ResultsRead("job_1", 3, 2));
        assertThat(heard.only(JobEnded.class).means()).isEqualTo(EndMeans.EVENT);
    }

    @Test
    void idleTimeout_isToldApart() throws Exception {
        simulation.server.on("/v1/jobs/job_1", (stream, number) -> {
            boolean over = simulation.time.elapsed().compareTo(Duration.ofMinutes(2)) > 0;
            stream.answer(200, Answers.jobDetail("job_1", over ? "completed" : "processing", 0, 0, 0, false));
        });
        simulation.server.on("/v1/jobs/job_1/stream", (stream, number) -> {
            stream.open().ping();
            stream.silence();
        });

        simulation.run(builder(), reader -> reader.waitForJob("job_1"));

        assertThat(heard.of(StreamLost.class).get(0).idleTimeout()).isTrue();
        assertThat(heard.only(JobEnded.class).means()).isIn(EndMeans.RECORD, EndMeans.POLLING);
    }

    @Test
    void waitForJobs_byPolling_andInVain() throws Exception {
        simulation.server.on(
                "/v1/jobs/job_1",
                (stream, number) -> stream.answer(200, Answers.jobDetail("job_1", "completed", 0, 0, 0, false)));
        simulation.server.on(
                "/v1/jobs/job_2",
                (stream, number) -> stream.answer(200, Answers.jobDetail("job_2", "processing", 0, 0, 0, false)));
        WaitOptions polling = WaitOptions.builder()
                .pollInterval(Duration.ofSeconds(5))
                .timeout(Duration.ofSeconds(30))
                .build();

        simulation.run(builder(), reader -> reader.waitForJobs(List.of("job_1", "job_2"), polling));
        WaitEnded both = heard.only(WaitEnded.class);
        assertThat(both.operation()).isEqualTo("waitForJobs");
        assertThat(both.jobIds()).containsExactly("job_1", "job_2");
        assertThat(both.ended()).isEqualTo(1);
        assertThat(both.failure()).isNull();
        assertThat(heard.only(JobEnded.class).means()).isEqualTo(EndMeans.POLLING);
    }

    @Test
    void asynchronousWaits_areReported() throws Exception {
        simulation.server.on(
                "/v1/jobs/job_1",
                (stream, number) -> stream.answer(200, Answers.jobDetail("job_1", "completed", 0, 0, 0, false)));
        simulation.server.on("/v1/events", (stream, number) -> simulation.pingOn(stream.open()));
        simulation.server.on("/v1/jobs/job_2", (stream, number) -> stream.silence());

        simulation.run(builder(), reader -> {
            reader.async().waitForJob("job_1").get();
            CompletableFuture<?> cancelled = reader.async().waitForJob("job_2");
            simulation.time.pause(Duration.ofSeconds(1));
            return cancelled.cancel(true);
        });

        assertThat(heard.of(WaitStarted.class))
                .containsExactly(
                        new WaitStarted("waitForJob", Set.of("job_1")), new WaitStarted("waitForJob", Set.of("job_2")));
        List<WaitEnded> ended = heard.of(WaitEnded.class);
        assertThat(ended).extracting(WaitEnded::ended).containsExactly(1, 0);
        assertThat(ended.get(0).failure()).isNull();
        assertThat(ended.get(1).failure()).isInstanceOf(CancellationException.class);
        assertThat(heard.only(JobEnded.class).means()).isEqualTo(EndMeans.RECORD);
    }

    @Test
    void waitThatTimesOut_hasAFailure() throws Exception {
        simulation.server.on(
                "/v1/jobs/job_1",
                (stream, number) -> stream.answer(200, Answers.jobDetail("job_1", "processing", 0, 0, 0, false)));
        WaitOptions polling = WaitOptions.builder()
                .pollInterval(Duration.ofSeconds(5))
                .timeout(Duration.ofSeconds(30))
                .build();

        Throwable failure =
                simulation.run(builder(), reader -> catchThrowable(() -> reader.waitForJob("job_1", polling)));

        WaitEnded ended = heard.only(WaitEnded.class);
        assertThat(ended.failure()).isSameAs(failure).isInstanceOf(WaitTimeoutException.class);
        assertThat(ended.ended()).isZero();
        assertThat(ended.duration()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
    }

    @Test
    void creditsOfASubscription_areReportedOnce() throws Exception {
        simulation.server.on("/v1/events", (stream, number) -> {
            stream.open();
            String end = "{\"jobId\":\"job_1\",\"status\":\"completed\",\"completed\":1,\"total\":1,\"creditsUsed\":5}";
            stream.event("job:completed", end).event("job:completed", end);
            simulation.pingOn(stream);
        });

        simulation.run(builder(), reader -> {
            try (WorkspaceSubscription events = reader.subscribe(event -> {})) {
                simulation.time.pause(Duration.ofSeconds(1));
                return events.isOpen();
            }
        });

        assertThat(heard.only(CreditsUsed.class)).isEqualTo(new CreditsUsed("job_1", 5));
    }

    @ParameterizedTest
    @EnumSource
    void whatAListenerThrows_isLoggedOnce_andHarmsNoCall(Driver driver) throws Exception {
        simulation.server.on("/v1/read", (stream, number) -> stream.answer(200, pageOf(1)));
        ReaderListener broken = new ReaderListener() {
            @Override
            public void onAttempt(Attempt attempt) {
                throw new IllegalStateException("broken listener");
            }

            @Override
            public void onCall(Call call) {
                throw new StackOverflowError("broken too");
            }
        };

        try (LogCapture.Lines lines = LogCapture.open()) {
            simulation.run(simulation.server.builder().listener(broken), reader -> {
                driver.call(reader, Calls.scrape(PAGE));
                driver.call(reader, Calls.scrape(PAGE));
                return null;
            });

            assertThat(lines.texts(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("the listener of the client failed; further failures are not logged")
                    .contains("broken listener");
        }
    }

    @Test
    void nullListener_isRejected() {
        assertThatThrownBy(() -> ReaderClient.builder().listener(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("listener is null");
        assertThatThrownBy(() -> ReaderClient.builder().rateLimiter(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rateLimiter is null");
    }
}
