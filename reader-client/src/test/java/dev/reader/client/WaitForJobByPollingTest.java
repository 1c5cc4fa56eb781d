package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.ReaderProtocolException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a job on a server that has no streams. */
class WaitForJobByPollingTest extends MockServerTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final FakeJobs jobs = new FakeJobs(time);

    @BeforeEach
    void serveJobs() {
        server.setDispatcher(jobs);
    }

    private static WaitOptions every(Duration interval) {
        return WaitOptions.builder().pollInterval(interval).build();
    }

    private static final WaitOptions EVERY_SECOND = every(Duration.ofSeconds(1));

    @Test
    void jobThatIsOver_comesAtOnce_withItsResults() {
        jobs.results = 3;

        Job job = reader.waitForJob("job_1", EVERY_SECOND);

        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.results()).extracting(Page::url).isEqualTo(Answers.urls(3));
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void pollInterval_isKept() {
        jobs.results = 1;
        jobs.endsAfter = Duration.ofSeconds(100);

        reader.waitForJob("job_1", every(Duration.ofSeconds(10)));

        assertThat(jobs.polls()).hasSize(11);
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void withoutAnInterval_thePaceIsTheDocumentedOne() {
        jobs.results = 1;
        jobs.endsAfter = Duration.ofMinutes(8);

        reader.waitForJob("job_1");

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
    void freeTier_tenRequestsAMinute_waitsForAJobOfMinutes() {
        reader = client(builder().maxRetries(0));
        jobs.results = 450;
        jobs.requestsPerMinute = 10;
        jobs.endsAfter = Duration.ofMinutes(7);

        Job job = reader.waitForJob("job_1");

        assertThat(job.results()).hasSize(450);
        assertThat(time.elapsed()).isLessThan(TEN_MINUTES);
    }

    @Test
    void whatPasses_doesNotEndAWait_howeverOften() {
        reader = client(builder().maxRetries(0));
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

        assertThat(reader.waitForJob("job_1", EVERY_SECOND).results()).hasSize(2);
        assertThat(server.getRequestCount()).isEqualTo(52);
    }

    @Test
    void retryAfterBeyondTheCap_isWaitedFor_sinceOnlyTheDeadlineEndsAWait() {
        jobs.results = 1;
        jobs.fault(Answers.rateLimited(Duration.ofMinutes(5)));

        assertThat(reader.waitForJob("job_1", EVERY_SECOND).results()).hasSize(1);
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"900", "999999999999999999"})
    void retryAfterBeyondTheDeadline_endsTheWaitAtTheDeadline(String retryAfter) {
        jobs.fault(Answers.json(429, Answers.errorBody("rate_limited", "{}"))
                .addHeader("Retry-After", retryAfter)
                .build());

        WaitTimeoutException failure =
                catchThrowableOfType(WaitTimeoutException.class, () -> reader.waitForJob("job_1", EVERY_SECOND));

        assertThat(failure.job()).isNull();
        assertThat(failure).hasCauseInstanceOf(RateLimitedException.class).hasMessageContaining("never seen");
        assertThat(time.elapsed()).isEqualTo(TEN_MINUTES);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void deadline_endsAWait_withTheLastStateSeen() {
        jobs.results = 100;
        jobs.endsAfter = Duration.ofMinutes(20);

        WaitTimeoutException failure =
                catchThrowableOfType(WaitTimeoutException.class, () -> reader.waitForJob("job_1", EVERY_SECOND));

        assertThat(failure.job().status()).isEqualTo(JobStatus.PROCESSING);
        assertThat(failure.job().completed()).isBetween(45, 50);
        assertThat(failure).hasMessageContaining("job_1").hasMessageContaining("processing");
        assertThat(time.elapsed()).isEqualTo(TEN_MINUTES);
    }

    @Test
    void deadline_countsForTheCollectingToo() {
        jobs.results = 1000;
        jobs.requestsPerMinute = 2;

        WaitTimeoutException failure = catchThrowableOfType(
                WaitTimeoutException.class,
                () -> reader.waitForJob(
                        "job_1",
                        WaitOptions.builder()
                                .timeout(Duration.ofMinutes(2))
                                .pollInterval(Duration.ofSeconds(1))
                                .build()));

        assertThat(failure.job().status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void hugeTimeout_isForEver() {
        jobs.results = 1;
        jobs.endsAfter = Duration.ofDays(30);

        Job job = reader.waitForJob(
                "job_1",
                WaitOptions.builder()
                        .timeout(Duration.ofSeconds(Long.MAX_VALUE))
                        .pollInterval(Duration.ofHours(24))
                        .build());

        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cancelled"})
    void jobThatEndsOtherwise_throws_withWhatItHadFinished(String status) {
        jobs.results = 120;
        jobs.endsAs = status;

        JobFailedException failure =
                catchThrowableOfType(JobFailedException.class, () -> reader.waitForJob("job_1", EVERY_SECOND));

        assertThat(failure.job().status()).isEqualTo(JobStatus.of(status));
        assertThat(failure.job().results()).extracting(Page::url).isEqualTo(Answers.urls(120));
        assertThat(failure).hasMessageContaining("job_1").hasMessageContaining(status);
    }

    @Test
    void unknownStatus_countsAsRunning() {
        jobs.results = 1;
        jobs.runsAs = "paused";
        jobs.endsAfter = Duration.ofSeconds(5);
        List<JobStatus> seen = new ArrayList<>();

        reader.waitForJob(
                "job_1",
                WaitOptions.builder()
                        .pollInterval(Duration.ofSeconds(1))
                        .onProgress(progress -> seen.add(progress.status()))
                        .build());

        assertThat(seen).startsWith(JobStatus.of("paused")).endsWith(JobStatus.COMPLETED);
    }

    @Test
    void withoutCollecting_theResultsStayWhereTheyAre() {
        jobs.results = 500;

        Job job = reader.waitForJob(
                "job_1",
                WaitOptions.builder()
                        .pollInterval(Duration.ofSeconds(1))
                        .collectResults(false)
                        .build());

        assertThat(job.results()).isEmpty();
        assertThat(job.total()).isEqualTo(500);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void withoutCollecting_aFailedJobComesWithoutResults() {
        jobs.endsAs = "failed";
        jobs.results = 5;

        JobFailedException failure = catchThrowableOfType(
                JobFailedException.class,
                () -> reader.waitForJob(
                        "job_1",
                        WaitOptions.builder()
                                .pollInterval(Duration.ofSeconds(1))
                                .collectResults(false)
                                .build()));

        assertThat(failure.job().results()).isEmpty();
    }

    @Test
    void collecting_hasFourPagesInFlight_andNoMore() {
        jobs.results = 2_000;
        jobs.holdUntilInFlight(4);

        Job job = reader.waitForJob("job_1", EVERY_SECOND);

        assertThat(job.results()).extracting(Page::url).isEqualTo(Answers.urls(2_000));
        assertThat(jobs.mostInFlight()).isEqualTo(4);
        assertThat(server.getRequestCount()).isEqualTo(21);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20})
    void collecting_fromAServerWithASmallerLimit_leavesNoGap(int limit) {
        jobs.results = 250;
        jobs.largestLimit = limit;

        assertThat(reader.waitForJob("job_1", EVERY_SECOND).results())
                .extracting(Page::url)
                .isEqualTo(Answers.urls(250));
    }

    @Test
    void collecting_fromAServerThatCountsMoreThanItGives_isAnErrorAndNoEndlessLoop() {
        jobs.fault(
                Answers.json(200, Answers.jobDetail("job_1", "completed", 0, 1, 300, true))
                        .build(),
                Answers.json(200, Answers.jobDetail("job_1", "completed", 0, 100, 300, true))
                        .build());
        jobs.results = 150;

        assertThatThrownBy(() -> reader.waitForJob("job_1", EVERY_SECOND))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("counts more");
    }

    @Test
    void onProgress_isToldAtFirstAndOfEachChange_onTheThreadThatWaits() {
        jobs.results = 4;
        jobs.endsAfter = Duration.ofSeconds(8);
        List<JobProgress> told = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();

        reader.waitForJob(
                "job_1",
                WaitOptions.builder()
                        .pollInterval(Duration.ofSeconds(1))
                        .onProgress(progress -> {
                            told.add(progress);
                            threads.add(Thread.currentThread());
                        })
                        .build());

        assertThat(told).extracting(JobProgress::completed).containsExactly(0, 1, 2, 3, 4);
        assertThat(told).extracting(JobProgress::jobId).containsOnly("job_1");
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void onProgress_thatThrows_endsTheWait() {
        jobs.results = 1;
        RuntimeException thrown = new IllegalStateException("enough");

        assertThatThrownBy(() -> reader.waitForJob(
                        "job_1",
                        WaitOptions.builder()
                                .pollInterval(Duration.ofSeconds(1))
                                .onProgress(progress -> {
                                    throw thrown;
                                })
                                .build()))
                .isSameAs(thrown);
    }

    @Test
    void whatDoesNotPass_endsAWait() {
        jobs.fault(Answers.error(404, "not_found"), Answers.error(401, "unauthenticated"));

        assertThatThrownBy(() -> reader.waitForJob("job_1", EVERY_SECOND)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> reader.waitForJob("job_1", EVERY_SECOND)).isInstanceOf(UnauthenticatedException.class);
    }

    @Test
    void interruptBetweenTwoPolls_endsAWait() {
        jobs.results = 1;
        jobs.endsAfter = Duration.ofMinutes(5);
        time.onWait(duration -> Thread.currentThread().interrupt());

        Throwable failure = catchThrowable(() -> reader.waitForJob("job_1", EVERY_SECOND));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(ReaderInterruptedException.class);
    }

    @Test
    void read_waitsForAJob() {
        jobs.results = 2;
        server.setDispatcher(new mockwebserver3.Dispatcher() {
            @Override
            public MockResponse dispatch(mockwebserver3.RecordedRequest request) throws InterruptedException {
                return "POST".equals(request.getMethod())
                        ? Answers.data(201, Answers.job("job_1", "queued", 0, 2))
                        : jobs.dispatch(request);
            }
        });

        assertThat(reader.read(BatchRequest.of("https://a.example/", "https://b.example/")))
                .isInstanceOfSatisfying(
                        ReadResult.Finished.class,
                        finished -> assertThat(finished.job().results()).hasSize(2));
    }

    @Test
    void read_scrapesAPage() {
        server.setDispatcher(new mockwebserver3.Dispatcher() {
            @Override
            public MockResponse dispatch(mockwebserver3.RecordedRequest request) {
                return Answers.page();
            }
        });

        assertThat(reader.read(ScrapeRequest.of("https://example.com/")))
                .isInstanceOfSatisfying(
                        ReadResult.Scraped.class,
                        scraped -> assertThat(scraped.page().markdown()).isEqualTo("# Example"));
    }
}
