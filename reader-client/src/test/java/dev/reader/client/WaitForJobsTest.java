package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobProgress;
import dev.reader.client.model.JobStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for many jobs over one connection. */
@Timeout(60)
class WaitForJobsTest {
    private static final String EVENTS = "/v1/events";

    private final FakeTime time = new FakeTime();
    private SseServer server;
    private ReaderClient reader;

    @BeforeEach
    void serve() throws IOException {
        server = new SseServer();
        reader = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .time(time)
                .build();
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        server.close();
    }

    /** A job that has so many results, and is over from its n-th request on. */
    private void job(String jobId, String endsAs, int results, int overFrom) {
        server.on("/v1/jobs/" + jobId, (stream, number) -> {
            String target = stream.request().target();
            int skip = parameter(target, "skip");
            int count = Math.max(0, Math.min(parameter(target, "limit"), results - skip));
            String status = number < overFrom ? "processing" : endsAs;
            stream.answer(200, Answers.jobDetail(jobId, status, skip, count, results, skip + count < results));
        });
    }

    private static int parameter(String target, String name) {
        String rest = target.substring(target.indexOf(name + "=") + name.length() + 1);
        return Integer.parseInt(rest.contains("&") ? rest.substring(0, rest.indexOf('&')) : rest);
    }

    private static Job ended(JobOutcome outcome) {
        return ((JobOutcome.Ended) outcome).job();
    }

    private static Throwable broken(JobOutcome outcome) {
        return ((JobOutcome.Broken) outcome).cause();
    }

    @Test
    void oneConnection_oneRequestAJob_andTheResults() {
        job("job_over", "completed", 250, 1);
        job("job_1", "completed", 150, 2);
        job("job_2", "failed", 1, 2);
        CountDownLatch asked = new CountDownLatch(1);
        time.onWait(wait -> asked.countDown());
        server.on(
                EVENTS,
                (stream, number) -> stream.open()
                        .event(
                                "job:progress",
                                "{\"jobId\":\"job_1\",\"status\":\"processing\",\"completed\":1,\"total\":150}")
                        .event(
                                "job:completed",
                                "{\"jobId\":\"other\",\"status\":\"completed\",\"completed\":1,\"total\":1}")
                        .event(
                                "job:completed",
                                "{\"jobId\":\"job_1\",\"status\":\"completed\",\"completed\":150,\"total\":150}")
                        .event("job:failed", "{\"jobId\":\"job_2\",\"error\":\"x\"}")
                        .silence());

        Map<String, JobOutcome> outcomes =
                reader.waitForJobs(List.of("job_over", "job_1", "job_2", "job_1"), WaitOptions.defaults());

        assertThat(outcomes).containsOnlyKeys("job_over", "job_1", "job_2");
        assertThat(List.copyOf(outcomes.keySet())).containsExactly("job_over", "job_1", "job_2");
        assertThat(ended(outcomes.get("job_over")).results()).hasSize(250);
        assertThat(ended(outcomes.get("job_1")).results()).hasSize(150);
        assertThat(ended(outcomes.get("job_2")).status()).isEqualTo(JobStatus.FAILED);
        assertThat(server.count(EVENTS)).isEqualTo(1);
        assertThat(server.count("/v1/jobs/job_over"))
                .as("three pages of results")
                .isEqualTo(3);
        assertThat(server.count("/v1/jobs/job_1"))
                .as("one, and two pages of results")
                .isEqualTo(1 + 2);
        assertThat(server.count("/v1/jobs/job_2"))
                .as("one, and one page of results")
                .isEqualTo(1 + 1);
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void jobsThatWereOver_needNoEvent() {
        job("job_1", "completed", 1, 1);
        job("job_2", "cancelled", 1, 1);
        server.on(EVENTS, (stream, number) -> stream.open().silence());

        Map<String, JobOutcome> outcomes = reader.waitForJobs(List.of("job_1", "job_2"), WaitOptions.defaults());

        assertThat(ended(outcomes.get("job_1")).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ended(outcomes.get("job_2")).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(server.raw().requests()).hasSize(3);
    }

    @Test
    void nothingToWaitFor_costsNothing() {
        assertThat(reader.waitForJobs(List.of(), WaitOptions.defaults())).isEmpty();
        assertThat(server.raw().requests()).isEmpty();
    }

    @Test
    void jobThatThereIsNot_isBroken_andTheOthersAreWaitedFor() {
        job("job_1", "completed", 1, 1);
        server.on(EVENTS, (stream, number) -> stream.open().silence());

        Map<String, JobOutcome> outcomes = reader.waitForJobs(List.of("job_0", "job_1"), WaitOptions.defaults());

        assertThat(broken(outcomes.get("job_0"))).isInstanceOf(NotFoundException.class);
        assertThat(ended(outcomes.get("job_1")).results()).hasSize(1);
    }

    @Test
    void endInAGap_isFoundOut() {
        job("job_1", "completed", 1, 2);
        server.on(EVENTS, (stream, number) -> {
            if (number == 1) {
                stream.open().end();
            } else {
                stream.open().silence();
            }
        });

        Map<String, JobOutcome> outcomes = reader.waitForJobs(List.of("job_1"), WaitOptions.defaults());

        assertThat(ended(outcomes.get("job_1")).results()).hasSize(1);
        assertThat(server.count(EVENTS)).isEqualTo(2);
        assertThat(server.count("/v1/jobs/job_1")).isEqualTo(2);
    }

    @Test
    void withoutAStream_itPolls() {
        job("job_1", "completed", 1, 4);
        job("job_2", "completed", 1, 2);

        Map<String, JobOutcome> outcomes = reader.waitForJobs(List.of("job_1", "job_2"), WaitOptions.defaults());

        assertThat(outcomes.values()).allMatch(JobOutcome.Ended.class::isInstance);
        assertThat(server.count(EVENTS)).isEqualTo(1);
        assertThat(time.waits()).hasSize(3);
    }

    @Test
    void pollInterval_leavesTheStreamAlone() {
        job("job_1", "completed", 1, 3);

        reader.waitForJobs(
                List.of("job_1"),
                WaitOptions.builder().pollInterval(Duration.ofSeconds(9)).build());

        assertThat(server.count(EVENTS)).isZero();
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(9), Duration.ofSeconds(9));
    }

    @Test
    void deadline_breaksTheJobsThatAreNotOver() {
        job("job_1", "completed", 1, 1);
        job("job_2", "completed", 1, Integer.MAX_VALUE);

        Map<String, JobOutcome> outcomes = reader.waitForJobs(
                List.of("job_2", "job_1"),
                WaitOptions.builder().timeout(Duration.ofMinutes(3)).build());

        assertThat(ended(outcomes.get("job_1")).results()).hasSize(1);
        assertThat(broken(outcomes.get("job_2")))
                .isInstanceOfSatisfying(
                        WaitTimeoutException.class,
                        timeout -> assertThat(timeout.job().status()).isEqualTo(JobStatus.PROCESSING));
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void onProgress_hearsOfTheseJobsAlone_andWithoutResultsNoneAreFetched() {
        job("job_1", "completed", 250, 2);
        server.on(
                EVENTS,
                (stream, number) -> stream.open()
                        .event(
                                "job:progress",
                                "{\"jobId\":\"other\",\"status\":\"processing\",\"completed\":1,\"total\":9}")
                        .event(
                                "job:progress",
                                "{\"jobId\":\"job_1\",\"status\":\"processing\",\"completed\":7,\"total\":250}")
                        .event(
                                "job:completed",
                                "{\"jobId\":\"job_1\",\"status\":\"completed\",\"completed\":250,\"total\":250}")
                        .silence());
        List<JobProgress> progress = new ArrayList<>();

        Map<String, JobOutcome> outcomes = reader.waitForJobs(
                List.of("job_1"),
                WaitOptions.builder()
                        .onProgress(progress::add)
                        .collectResults(false)
                        .build());

        assertThat(ended(outcomes.get("job_1")).results()).isEmpty();
        assertThat(progress)
                .containsExactly(
                        new JobProgress("job_1", JobStatus.PROCESSING, 250, 250),
                        new JobProgress("job_1", JobStatus.PROCESSING, 7, 250),
                        new JobProgress("job_1", JobStatus.COMPLETED, 250, 250));
        assertThat(server.count("/v1/jobs/job_1")).isEqualTo(2);
    }

    @Test
    void arguments_areChecked() {
        assertThatThrownBy(() -> reader.waitForJobs(List.of("job_1", " "), WaitOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jobIds[1]");
        assertThatThrownBy(() -> reader.waitForJobs(null, WaitOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.waitForJobs(List.of("job_1"), null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.raw().requests()).isEmpty();
    }
}
