package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.JobOutcome.Ended;
import dev.reader.client.model.JobStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for many jobs where the workspace's stream tells little, late, too much or nothing. */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class WaitForJobsOnHintsTest {
    private static final String EVENTS = "/v1/events";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final WaitOptions WITHOUT_RESULTS = WaitOptions.builder()
            .timeout(Duration.ofHours(2))
            .collectResults(false)
            .build();

    @Parameter
    private Style style;

    private final Simulation simulation = new Simulation();
    private final SimulatedTime time = simulation.time;
    private final Map<String, ServedJob> jobs = new LinkedHashMap<>();

    private void serve(int count, String status) {
        for (int i = 0; i < count; i++) {
            ServedJob job = new ServedJob("job_" + i)
                    .add(FakeJob.page("https://a.example/" + i, "page"))
                    .status(status);
            jobs.put("job_" + i, job);
            simulation.server.on("/v1/jobs/job_" + i, job);
        }
    }

    private Map<String, JobOutcome> await(WaitOptions options) throws Exception {
        return simulation.run(reader -> style.reader(reader).waitForJobs(jobs.keySet(), options));
    }

    private static void assertEnded(Map<String, JobOutcome> outcomes, String status) {
        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Ended.class,
                                ended -> assertThat(ended.job().status()).isEqualTo(JobStatus.of(status))));
    }

    private static String progress(String jobId, String status) {
        return "{\"jobId\":\"" + jobId + "\",\"status\":\"" + status + "\",\"completed\":1,\"total\":2}";
    }

    private static String completed(String jobId) {
        return "{\"jobId\":\"" + jobId + "\",\"status\":\"completed\",\"completed\":1,\"total\":1,\"creditsUsed\":1}";
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 30, 100, 400})
    void lastEnd_withManyEventsBehindItInTheSameWrite(int behind) throws IOException {
        // over sockets, since it is about what one read brings
        ServedJob job = new ServedJob("job_0").add(FakeJob.page("https://a.example/", "page"));
        try (SseServer server = new SseServer();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey("rdr_key")
                        .baseUrl(server.url())
                        .time(new FakeTime())
                        .build()) {
            StringBuilder write = new StringBuilder(SseServer.Stream.frame("job:completed", completed("job_0")));
            for (int i = 1; i <= behind; i++) {
                write.append(SseServer.Stream.frame("job:completed", completed("other_" + i)));
            }
            job.status("processing");
            server.on("/v1/jobs/job_0", (stream, number) -> {
                job.run(stream, number);
                job.status("completed");
            });
            server.on(EVENTS, (stream, number) -> {
                stream.open();
                Eventually.within(Duration.ofSeconds(10), "asked", () -> server.count("/v1/jobs/job_0") > 0);
                stream.write(write.toString()).silence();
            });

            assertEnded(reader.waitForJobs(List.of("job_0"), WaitOptions.defaults()), "completed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 400})
    void eventThatCantBeRead_withManyBehindItInTheSameWrite(int behind) throws Exception {
        serve(1, "processing");
        simulation.server.on(EVENTS, (stream, number) -> {
            stream.open();
            time.pause(Duration.ofSeconds(2));
            StringBuilder write = new StringBuilder(SseServer.Stream.frame("job:completed", "{\"jobId\": hm}"));
            for (int i = 1; i <= behind; i++) {
                write.append(SseServer.Stream.frame("job:completed", completed("other_" + i)));
            }
            jobs.get("job_0").status("completed");
            write.append(SseServer.Stream.frame("job:completed", completed("job_0")));
            simulation.pingOn(stream.write(write.toString()));
        });

        assertEnded(await(WITHOUT_RESULTS), "completed");
        assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(3));
        assertThat(simulation.server.count(EVENTS)).isEqualTo(1);
    }

    @Test
    void cancellationThatIsToldAsProgress() throws Exception {
        serve(2, "processing");
        simulation.server.on(EVENTS, (stream, number) -> {
            stream.open();
            time.pause(Duration.ofSeconds(20));
            for (String jobId : jobs.keySet()) {
                jobs.get(jobId).status("cancelled");
                stream.event("job:progress", progress(jobId, "cancelled"));
            }
            simulation.pingOn(stream);
        });

        assertEnded(await(WITHOUT_RESULTS), "cancelled");
        assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(21));
    }

    @Test
    void cancellationThatIsNotTold() throws Exception {
        serve(3, "processing");
        Duration lastEvent = Duration.ofSeconds(20);
        simulation.server.on(EVENTS, (stream, number) -> {
            stream.open();
            time.pause(lastEvent);
            stream.event("job:progress", progress("job_1", "processing"));
            jobs.values().forEach(job -> job.status("cancelled"));
            simulation.pingOn(stream);
        });

        Map<String, JobOutcome> outcomes = await(Following.PATIENT);

        assertEnded(outcomes, "cancelled");
        assertThat(((Ended) outcomes.get("job_2")).job().results()).hasSize(1);
        assertThat(time.elapsed()).isLessThanOrEqualTo(lastEvent.plus(MINUTE));
    }

    @Test
    void eventsOfOtherJobs_dontHideACancellation() throws Exception {
        serve(1, "processing");
        Duration ended = Duration.ofSeconds(20);
        simulation.server.on(EVENTS, (stream, number) -> {
            stream.open();
            time.pause(ended);
            jobs.get("job_0").status("cancelled");
            while (true) {
                time.pause(Duration.ofSeconds(5));
                stream.event("job:progress", progress("other", "processing"));
            }
        });

        assertEnded(await(WITHOUT_RESULTS), "cancelled");
        assertThat(time.elapsed()).isLessThanOrEqualTo(ended.plus(MINUTE));
    }

    @Test
    void cancellationAfterAReconnect_isFoundAMinuteAfterTheQuestionThatFollowsIt() throws Exception {
        serve(1, "processing");
        simulation.server.on(EVENTS, (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.reset();
                return;
            }
            time.pause(Duration.ofSeconds(25));
            jobs.get("job_0").status("cancelled");
            simulation.pingOn(stream);
        });

        assertEnded(await(WITHOUT_RESULTS), "cancelled");
        assertThat(time.elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(10).plus(MINUTE.plusSeconds(2)));
    }

    @Test
    void recordThatTellsTheEndOnlyAfterTheEvent() throws Exception {
        serve(1, "processing");
        ServedJob job = jobs.get("job_0");
        simulation.server.on(EVENTS, (stream, number) -> {
            stream.open();
            time.pause(Duration.ofSeconds(20));
            stream.event("job:completed", completed("job_0"));
            time.pause(Duration.ofMillis(200));
            job.status("completed");
            simulation.pingOn(stream);
        });

        assertEnded(await(WITHOUT_RESULTS), "completed");
        assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(21));
        assertThat(job.stateRequests).hasValueLessThanOrEqualTo(4);
    }

    @Test
    void resultsThatLagBehindTheRecord() throws Exception {
        serve(1, "processing");
        ServedJob job = jobs.get("job_0");
        simulation.server.on(EVENTS, (stream, number) -> {
            stream.open();
            time.pause(Duration.ofSeconds(5));
            job.completed = 2;
            job.total = 2;
            job.status("completed");
            stream.event("job:completed", completed("job_0"));
            time.pause(Duration.ofSeconds(2));
            job.add(FakeJob.page("https://a.example/late", "page"));
            simulation.pingOn(stream);
        });

        Map<String, JobOutcome> outcomes = await(Following.PATIENT);

        assertThat(((Ended) outcomes.get("job_0")).job().results()).hasSize(2);
    }

    @Test
    void streamThatIsCutEveryTwoSeconds_costsTwoRequestsAJob_andNoContent() throws Exception {
        serve(200, "processing");
        Duration end = Duration.ofSeconds(30);
        simulation.server.on(EVENTS, (stream, number) -> {
            stream.open();
            if (time.elapsed().compareTo(end) < 0) {
                time.pause(Duration.ofSeconds(2));
                stream.reset();
                return;
            }
            for (String jobId : jobs.keySet()) {
                assertThat(jobs.get(jobId).stateRequests)
                        .as("questions while it ran")
                        .hasValueLessThanOrEqualTo(2);
                jobs.get(jobId).status("completed");
                stream.event("job:completed", completed(jobId));
            }
            simulation.pingOn(stream);
        });

        assertEnded(await(WITHOUT_RESULTS), "completed");

        assertThat(simulation.server.count(EVENTS)).as("connections").isGreaterThan(3);
        for (ServedJob job : jobs.values()) {
            assertThat(job.stateRequests).as("questions in all").hasValueLessThanOrEqualTo(3);
            assertThat(job.resultRequests).as("readings").hasValue(0);
            assertThat(job.resultsSent).as("content").hasValue(0);
        }
    }

    @Test
    void thousandFinishedJobs_areAskedForManyAtOnce() throws Exception {
        Duration answer = Duration.ofMillis(20);
        IntStream.range(0, 1000).forEach(i -> {
            ServedJob job = new ServedJob("job_" + i).add(FakeJob.page("https://a.example/" + i, "page"));
            jobs.put("job_" + i, job);
            simulation.server.on("/v1/jobs/job_" + i, (stream, number) -> {
                time.pause(answer);
                job.run(stream, number);
            });
        });
        simulation.server.on(EVENTS, (stream, number) -> simulation.pingOn(stream.open()));

        Map<String, JobOutcome> outcomes = await(Following.PATIENT);

        assertThat(outcomes).hasSize(1000);
        assertThat(outcomes.values())
                .allSatisfy(
                        outcome -> assertThat(((Ended) outcome).job().results()).hasSize(1));
        assertThat(time.elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void pollsWithoutAStream_downloadNoResultsOfRunningJobs() throws Exception {
        serve(3, "processing");
        jobs.values()
                .forEach(job -> IntStream.range(0, 250).forEach(i -> job.add(FakeJob.page("https://b/" + i, "x"))));
        int[] sentWhileRunning = new int[1];
        ServedJob last = jobs.get("job_2");
        simulation.server.on("/v1/jobs/job_2", (stream, number) -> {
            if (number == 8) {
                sentWhileRunning[0] = jobs.values().stream()
                        .mapToInt(job -> job.resultsSent.get())
                        .sum();
                jobs.values().forEach(job -> job.status("completed"));
            }
            last.run(stream, number);
        });

        Map<String, JobOutcome> outcomes = await(Following.PATIENT);

        assertThat(outcomes.values())
                .allSatisfy(
                        outcome -> assertThat(((Ended) outcome).job().results()).hasSize(251));
        assertThat(sentWhileRunning[0]).as("results sent while the jobs ran").isZero();
    }

    @Test
    void pollsAtAFixedInterval_downloadNoResultsOfRunningJobs() throws Exception {
        serve(1, "processing");
        ServedJob job = jobs.get("job_0");
        IntStream.range(0, 250).forEach(i -> job.add(FakeJob.page("https://b/" + i, "x")));
        simulation.server.on("/v1/jobs/job_0", (stream, number) -> {
            if (number == 5) {
                assertThat(job.resultsSent).as("results sent while it ran").hasValue(0);
                job.status("completed");
            }
            job.run(stream, number);
        });

        Map<String, JobOutcome> outcomes = await(WaitOptions.builder()
                .timeout(Duration.ofHours(1))
                .pollInterval(Duration.ofSeconds(1))
                .build());

        assertThat(((Ended) outcomes.get("job_0")).job().results()).hasSize(251);
    }
}
