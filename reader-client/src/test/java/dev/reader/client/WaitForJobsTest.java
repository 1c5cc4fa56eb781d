package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobProgress;
import dev.reader.client.model.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for many jobs over one connection. */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class WaitForJobsTest {
    private static final String EVENTS = "/v1/events";
    private static final Duration ENDS = Duration.ofSeconds(7);

    @Parameter
    private Style style;

    private final Simulation simulation = new Simulation();
    private final SimulatedTime time = simulation.time;
    private final InProcessServer server = simulation.server;

    private Map<String, JobOutcome> await(List<String> jobIds, WaitOptions options) throws Exception {
        return simulation.run(reader -> style.reader(reader).waitForJobs(jobIds, options));
    }

    /** A job that has so many results, and is over from its n-th request on. */
    private void job(String jobId, String endsAs, int results, int overFrom) {
        server.on("/v1/jobs/" + jobId, (stream, number) -> {
            int skip = stream.request().parameter("skip");
            int count = Math.max(0, Math.min(stream.request().parameter("limit"), results - skip));
            String status = number < overFrom ? "processing" : endsAs;
            stream.answer(200, Answers.jobDetail(jobId, status, skip, count, results, skip + count < results));
        });
    }

    private static Job ended(JobOutcome outcome) {
        return ((JobOutcome.Ended) outcome).job();
    }

    private static Throwable broken(JobOutcome outcome) {
        return ((JobOutcome.Broken) outcome).cause();
    }

    @Test
    void oneConnection_twoRequestsAJob_andTheResults() throws Exception {
        job("job_over", "completed", 250, 1);
        job("job_1", "completed", 150, 2);
        job("job_2", "failed", 1, 2);
        server.on(EVENTS, (stream, number) -> {
            stream.open();
            time.pause(ENDS.dividedBy(2));
            stream.event(
                    "job:progress", "{\"jobId\":\"job_1\",\"status\":\"processing\",\"completed\":1,\"total\":150}");
            time.pause(ENDS.dividedBy(2));
            stream.event("job:completed", "{\"jobId\":\"other\",\"status\":\"completed\",\"completed\":1,\"total\":1}")
                    .event(
                            "job:completed",
                            "{\"jobId\":\"job_1\",\"status\":\"completed\",\"completed\":150,\"total\":150}")
                    .event("job:failed", "{\"jobId\":\"job_2\",\"error\":\"x\"}");
            simulation.pingOn(stream);
        });

        Map<String, JobOutcome> outcomes =
                await(List.of("job_over", "job_1", "job_2", "job_1"), WaitOptions.defaults());

        assertThat(outcomes).containsOnlyKeys("job_over", "job_1", "job_2");
        assertThat(List.copyOf(outcomes.keySet())).containsExactly("job_over", "job_1", "job_2");
        assertThat(ended(outcomes.get("job_over")).results()).hasSize(250);
        assertThat(ended(outcomes.get("job_1")).results()).hasSize(150);
        assertThat(ended(outcomes.get("job_2")).status()).isEqualTo(JobStatus.FAILED);
        assertThat(server.count(EVENTS)).isEqualTo(1);
        assertThat(server.count("/v1/jobs/job_over"))
                .as("one, and three pages of results")
                .isEqualTo(1 + 3);
        assertThat(server.count("/v1/jobs/job_1"))
                .as("one, one at the end, and two pages of results")
                .isEqualTo(1 + 1 + 2);
        assertThat(server.count("/v1/jobs/job_2"))
                .as("one, and one at the end with all results")
                .isEqualTo(1 + 1);
        assertThat(time.elapsed()).isEqualTo(ENDS);
    }

    @Test
    void jobsThatWereOver_needNoEvent() throws Exception {
        job("job_1", "completed", 1, 1);
        job("job_2", "cancelled", 1, 1);
        server.on(EVENTS, (stream, number) -> simulation.pingOn(stream.open()));

        Map<String, JobOutcome> outcomes = await(List.of("job_1", "job_2"), WaitOptions.defaults());

        assertThat(ended(outcomes.get("job_1")).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ended(outcomes.get("job_2")).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(server.requests())
                .as("the stream, and for each job its record and its results")
                .hasSize(1 + 2 * 2);
    }

    @Test
    void nothingToWaitFor_costsNothing() throws Exception {
        assertThat(await(List.of(), WaitOptions.defaults())).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void jobThatThereIsNot_isBroken_andTheOthersAreWaitedFor() throws Exception {
        job("job_1", "completed", 1, 1);
        server.on(EVENTS, (stream, number) -> simulation.pingOn(stream.open()));

        Map<String, JobOutcome> outcomes = await(List.of("job_0", "job_1"), WaitOptions.defaults());

        assertThat(broken(outcomes.get("job_0"))).isInstanceOf(NotFoundException.class);
        assertThat(ended(outcomes.get("job_1")).results()).hasSize(1);
    }

    @Test
    void endInAGap_isFoundOut() throws Exception {
        job("job_1", "completed", 1, 2);
        server.on(EVENTS, (stream, number) -> {
            if (number == 1) {
                stream.open().end();
            } else {
                simulation.pingOn(stream.open());
            }
        });

        Map<String, JobOutcome> outcomes = await(List.of("job_1"), WaitOptions.defaults());

        assertThat(ended(outcomes.get("job_1")).results()).hasSize(1);
        assertThat(server.count(EVENTS)).isEqualTo(2);
        assertThat(server.count("/v1/jobs/job_1"))
                .as("two, and one page of results")
                .isEqualTo(2 + 1);
        assertThat(time.elapsed())
                .as("within ten seconds of reconnecting")
                .isBetween(Duration.ofMillis(9_500), Duration.ofSeconds(10));
    }

    @Test
    void withoutAStream_itPolls() throws Exception {
        job("job_1", "completed", 1, 4);
        job("job_2", "completed", 1, 2);

        Map<String, JobOutcome> outcomes = await(List.of("job_1", "job_2"), WaitOptions.defaults());

        assertThat(outcomes.values()).allMatch(JobOutcome.Ended.class::isInstance);
        assertThat(server.count(EVENTS)).isEqualTo(1);
        assertThat(server.count("/v1/jobs/job_1"))
                .as("four polls, and one page of results")
                .isEqualTo(4 + 1);
        assertThat(server.count("/v1/jobs/job_2"))
                .as("two polls, and one page of results")
                .isEqualTo(2 + 1);
        assertThat(time.elapsed()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
    }

    @Test
    void pollInterval_leavesTheStreamAlone() throws Exception {
        job("job_1", "completed", 1, 3);

        await(
                List.of("job_1"),
                WaitOptions.builder().pollInterval(Duration.ofSeconds(9)).build());

        assertThat(server.count(EVENTS)).isZero();
        assertThat(server.count("/v1/jobs/job_1"))
                .as("three polls, and one page of results")
                .isEqualTo(3 + 1);
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(18));
    }

    @Test
    void deadline_breaksTheJobsThatAreNotOver() throws Exception {
        job("job_1", "completed", 1, 1);
        job("job_2", "completed", 1, Integer.MAX_VALUE);

        Map<String, JobOutcome> outcomes = await(
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
    void onProgress_hearsOfTheseJobsAlone_andWithoutResultsNoneAreFetched() throws Exception {
        ServedJob job = new ServedJob("job_1").status("processing");
        job.completed = 3;
        job.total = 250;
        server.on("/v1/jobs/job_1", job).on(EVENTS, (stream, number) -> {
            stream.open();
            time.pause(ENDS);
            stream.event("job:progress", "{\"jobId\":\"other\",\"status\":\"processing\",\"completed\":1,\"total\":9}")
                    .event(
                            "job:progress",
                            "{\"jobId\":\"job_1\",\"status\":\"processing\",\"completed\":7,\"total\":250}");
            job.completed = 250;
            job.status("completed");
            stream.event(
                    "job:completed", "{\"jobId\":\"job_1\",\"status\":\"completed\",\"completed\":250,\"total\":250}");
            simulation.pingOn(stream);
        });
        List<JobProgress> progress = new ArrayList<>();

        Map<String, JobOutcome> outcomes = await(
                List.of("job_1"),
                WaitOptions.builder()
                        .onProgress(progress::add)
                        .collectResults(false)
                        .build());

        assertThat(ended(outcomes.get("job_1")).results()).isEmpty();
        assertThat(progress)
                .containsExactly(
                        new JobProgress("job_1", JobStatus.PROCESSING, 3, 250),
                        new JobProgress("job_1", JobStatus.PROCESSING, 7, 250),
                        new JobProgress("job_1", JobStatus.COMPLETED, 250, 250));
        assertThat(server.count("/v1/jobs/job_1")).isEqualTo(2);
    }

    @Test
    void arguments_areChecked() throws Exception {
        simulation.run(reader -> {
            assertArgumentsChecked(style.reader(reader));
            return null;
        });
        assertThat(server.requests()).isEmpty();
    }

    private static void assertArgumentsChecked(AnyReader reader) {
        assertThatThrownBy(() -> reader.waitForJobs(List.of("job_1", " "), WaitOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jobIds[1]");
        assertThatThrownBy(() -> reader.waitForJobs(null, WaitOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.waitForJobs(List.of("job_1"), null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
