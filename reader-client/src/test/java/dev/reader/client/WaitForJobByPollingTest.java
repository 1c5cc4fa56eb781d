package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.UnauthenticatedException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobProgress;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a job on a server that has no streams. */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class WaitForJobByPollingTest {
    private static final String JOB = "/v1/jobs/job_1";
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Parameter
    private Style style;

    private final Simulation simulation = new Simulation(Duration.ofDays(40));
    private final SimulatedTime time = simulation.time;
    private final FakeJobs jobs = new FakeJobs(time);
    private ReaderClient.Builder builder = simulation.server.builder();

    @BeforeEach
    void serveJobs() {
        simulation.server.on(JOB, jobs);
    }

    private Job await(WaitOptions options) throws Exception {
        return simulation.run(builder, reader -> style.reader(reader).waitForJob("job_1", options));
    }

    private <E extends Throwable> E failure(Class<E> type, WaitOptions options) {
        return catchThrowableOfType(type, () -> await(options));
    }

    private int requests() {
        return simulation.server.count(JOB);
    }

    private static WaitOptions every(Duration interval) {
        return WaitOptions.builder().pollInterval(interval).build();
    }

    private static final WaitOptions EVERY_SECOND = every(Duration.ofSeconds(1));

    @Test
    void jobThatIsOver_comesAtOnce_withItsResults() throws Exception {
        jobs.results = 3;

        Job job = await(EVERY_SECOND);

        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.results()).extracting(Page::url).isEqualTo(Answers.urls(3));
        assertThat(time.elapsed()).isZero();
    }

    @Test
    void pollInterval_isKept() throws Exception {
        jobs.results = 1;
        jobs.endsAfter = Duration.ofSeconds(100);

        await(every(Duration.ofSeconds(10)));

        assertThat(jobs.polls()).hasSize(11);
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void withoutAnInterval_thePaceIsTheDocumentedOne() throws Exception {
        jobs.results = 1;
        jobs.endsAfter = Duration.ofMinutes(8);

        await(WaitOptions.defaults());

        List<Duration> polls = jobs.polls();
        assertThat(polls).hasSizeGreaterThan(30);
        for (int i = 1; i < polls.size(); i++) {
            Duration gap = polls.get(i).minus(polls.get(i - 1));
            long from = polls.get(i - 1).toSeconds();
            if (from < 10) {
                assertThat(gap).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
            } else if (from < 60) {
                assertThat(gap).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
            } else {
                assertThat(gap).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
            }
        }
    }

    @Test
    void freeTier_tenRequestsAMinute_waitsForAJobOfMinutes() throws Exception {
        builder = builder.maxRetries(0);
        jobs.results = 450;
        jobs.requestsPerMinute = 10;
        jobs.endsAfter = Duration.ofMinutes(7);

        Job job = await(WaitOptions.defaults());

        assertThat(job.results()).hasSize(450);
        assertThat(time.elapsed()).isLessThan(TEN_MINUTES);
    }

    @Test
    void whatPasses_doesNotEndAWait_howeverOften() throws Exception {
        builder = builder.maxRetries(0);
        jobs.results = 2;
        for (int i = 0; i < 10; i++) {
            jobs.fault(
                    Answers.error(500, "internal_error"),
                    Answers.error(503, "upstream_unavailable"),
                    Answers.rateLimited(Duration.ofSeconds(3)),
                    new MockResponse.Builder()
                            .code(502)
                            .body("<html>Bad Gateway</html>")
                            .build(),
                    new MockResponse.Builder()
                            .onResponseStart(new SocketEffect.CloseSocket())
                            .build());
        }

        assertThat(await(EVERY_SECOND).results()).hasSize(2);
        assertThat(requests()).isEqualTo(52);
    }

    @Test
    void retryAfterBeyondTheCap_isWaitedFor_sinceOnlyTheDeadlineEndsAWait() throws Exception {
        builder = builder.jitter(() -> 0);
        jobs.results = 1;
        jobs.fault(Answers.rateLimited(Duration.ofMinutes(5)));

        assertThat(await(EVERY_SECOND).results()).hasSize(1);
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"900", "999999999999999999"})
    void retryAfterBeyondTheDeadline_endsTheWaitAtTheDeadline(String retryAfter) throws Exception {
        jobs.fault(Answers.json(429, Answers.errorBody("rate_limited", "{}"))
                .addHeader("Retry-After", retryAfter)
                .build());

        WaitTimeoutException failure = failure(WaitTimeoutException.class, EVERY_SECOND);

        assertThat(failure.job()).isNull();
        assertThat(failure).hasCauseInstanceOf(RateLimitedException.class).hasMessageContaining("no status received");
        assertThat(time.elapsed()).isEqualTo(TEN_MINUTES);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void deadline_endsAWait_withTheLastStateSeen() throws Exception {
        jobs.results = 100;
        jobs.endsAfter = Duration.ofMinutes(20);

        WaitTimeoutException failure = failure(WaitTimeoutException.class, EVERY_SECOND);

        assertThat(failure.job().status()).isEqualTo(JobStatus.PROCESSING);
        assertThat(failure.job().completed()).isBetween(45, 50);
        assertThat(failure).hasMessageContaining("job_1").hasMessageContaining("processing");
        assertThat(time.elapsed()).isEqualTo(TEN_MINUTES);
    }

    @Test
    void deadline_countsForTheCollectingToo() throws Exception {
        jobs.results = 1000;
        jobs.requestsPerMinute = 2;

        WaitTimeoutException failure = failure(
                WaitTimeoutException.class,
                WaitOptions.builder()
                        .timeout(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofSeconds(1))
                        .build());

        assertThat(failure.job().status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void hugeTimeout_isForEver() throws Exception {
        jobs.results = 1;
        jobs.endsAfter = Duration.ofDays(30);

        Job job = await(WaitOptions.builder()
                .timeout(Duration.ofSeconds(Long.MAX_VALUE))
                .pollInterval(Duration.ofHours(24))
                .build());

        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cancelled"})
    void jobThatEndsOtherwise_throws_withWhatItHadFinished(String status) throws Exception {
        jobs.results = 120;
        jobs.endsAs = status;

        JobFailedException failure = failure(JobFailedException.class, EVERY_SECOND);

        assertThat(failure.job().status()).isEqualTo(JobStatus.of(status));
        assertThat(failure.job().results()).extracting(Page::url).isEqualTo(Answers.urls(120));
        assertThat(failure).hasMessageContaining("job_1").hasMessageContaining(status);
    }

    @Test
    void unknownStatus_countsAsRunning() throws Exception {
        jobs.results = 1;
        jobs.runsAs = "paused";
        jobs.endsAfter = Duration.ofSeconds(5);
        List<JobStatus> seen = new ArrayList<>();

        await(WaitOptions.builder()
                .pollInterval(Duration.ofSeconds(1))
                .onProgress(progress -> seen.add(progress.status()))
                .build());

        assertThat(seen).startsWith(JobStatus.of("paused")).endsWith(JobStatus.COMPLETED);
    }

    @Test
    void withoutCollecting_theResultsStayWhereTheyAre() throws Exception {
        jobs.results = 500;

        Job job = await(WaitOptions.builder()
                .pollInterval(Duration.ofSeconds(1))
                .collectResults(false)
                .build());

        assertThat(job.results()).isEmpty();
        assertThat(job.total()).isEqualTo(500);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void withoutCollecting_aFailedJobComesWithoutResults() throws Exception {
        jobs.endsAs = "failed";
        jobs.results = 5;

        JobFailedException failure = failure(
                JobFailedException.class,
                WaitOptions.builder()
                        .pollInterval(Duration.ofSeconds(1))
                        .collectResults(false)
                        .build());

        assertThat(failure.job().results()).isEmpty();
    }

    @Test
    void collecting_hasFourPagesInFlight_andNoMore() throws Exception {
        jobs.results = 2_000;
        jobs.holdUntilInFlight(4);

        Job job = await(EVERY_SECOND);

        assertThat(job.results()).extracting(Page::url).isEqualTo(Answers.urls(2_000));
        assertThat(jobs.mostInFlight()).isEqualTo(4);
        assertThat(requests()).isEqualTo(21);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20})
    void collecting_fromAServerWithASmallerLimit_leavesNoGap(int limit) throws Exception {
        jobs.results = 250;
        jobs.largestLimit = limit;

        assertThat(await(EVERY_SECOND).results()).extracting(Page::url).isEqualTo(Answers.urls(250));
    }

    @Test
    void collecting_fromAServerThatCountedMoreThanItGives_endsWithItsLastPage() throws Exception {
        jobs.fault(Answers.json(200, Answers.jobDetail("job_1", "completed", 0, 1, 300, true))
                .build());
        jobs.results = 150;

        assertThat(await(EVERY_SECOND).results()).extracting(Page::url).isEqualTo(Answers.urls(150));
    }

    @Test
    void onProgress_isToldAtFirstAndOfEachChange_onTheThreadThatWaits() throws Exception {
        jobs.results = 4;
        jobs.endsAfter = Duration.ofSeconds(8);
        List<JobProgress> told = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();

        Thread waiting = simulation.run(builder, reader -> {
            reader.waitForJob(
                    "job_1",
                    WaitOptions.builder()
                            .pollInterval(Duration.ofSeconds(1))
                            .onProgress(progress -> {
                                told.add(progress);
                                threads.add(Thread.currentThread());
                            })
                            .build());
            return Thread.currentThread();
        });

        assertThat(told).extracting(JobProgress::completed).containsExactly(0, 1, 2, 3, 4);
        assertThat(told).extracting(JobProgress::jobId).containsOnly("job_1");
        assertThat(threads).containsOnly(waiting);
    }

    @Test
    void onProgress_thatThrows_endsTheWait() throws Exception {
        jobs.results = 1;
        RuntimeException thrown = new IllegalStateException("enough");

        assertThatThrownBy(() -> await(WaitOptions.builder()
                        .pollInterval(Duration.ofSeconds(1))
                        .onProgress(progress -> {
                            throw thrown;
                        })
                        .build()))
                .isSameAs(thrown);
    }

    @Test
    void whatDoesNotPass_endsAWait() throws Exception {
        jobs.fault(Answers.error(404, "not_found"), Answers.error(401, "unauthenticated"));

        assertThatThrownBy(() -> await(EVERY_SECOND)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(EVERY_SECOND)).isInstanceOf(UnauthenticatedException.class);
    }

    @Test
    void interruptBetweenTwoPolls_endsAWait() throws Exception {
        jobs.results = 1;
        jobs.endsAfter = Duration.ofMinutes(5);
        Duration interrupted = Duration.ofMillis(61_500);

        simulation.run(builder, reader -> {
            Thread waiting = Thread.currentThread();
            time.start("interrupt", () -> {
                try {
                    time.pause(interrupted);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                waiting.interrupt();
            });
            Throwable failure = catchThrowable(() -> reader.waitForJob("job_1", EVERY_SECOND));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure).isInstanceOf(ReaderInterruptedException.class);
            return null;
        });
        assertThat(time.elapsed()).isEqualTo(interrupted);
    }

    @Test
    void read_waitsForAJob() throws Exception {
        jobs.results = 2;
        simulation.server.on(
                "/v1/read",
                (stream, number) -> stream.answer(201, Answers.envelope(Answers.job("job_1", "queued", 0, 2))));

        ReadResult result = simulation.run(
                builder, reader -> reader.read(BatchRequest.of("https://a.example/", "https://b.example/")));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ReadResult.Finished.class,
                        finished -> assertThat(finished.job().results()).hasSize(2));
    }

    @Test
    void read_scrapesAPage() throws Exception {
        simulation.server.on("/v1/read", (stream, number) -> stream.answer(200, Answers.envelope(Answers.PAGE)));

        ReadResult result = simulation.run(builder, reader -> reader.read(ScrapeRequest.of("https://example.com/")));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ReadResult.Scraped.class,
                        scraped -> assertThat(scraped.page().markdown()).isEqualTo("# Example"));
    }
}
