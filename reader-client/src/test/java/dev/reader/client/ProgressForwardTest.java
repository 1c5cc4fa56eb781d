package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.model.JobProgress;
import dev.reader.client.model.JobStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Progress that a caller is told of goes forward only, whatever a stream replays and however old a record is. */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class ProgressForwardTest {
    @Parameter
    private Style style;

    private final Simulation simulation = new Simulation();
    private final List<JobProgress> told = new ArrayList<>();
    private final WaitOptions options =
            WaitOptions.builder().onProgress(told::add).build();

    private static String progress(int completed) {
        return "{\"jobId\":\"job_1\",\"status\":\"processing\",\"completed\":" + completed + ",\"total\":4}";
    }

    private void assertForward() {
        assertThat(told).extracting(JobProgress::completed).isSorted().contains(3, 4);
        assertThat(told).as("each state once").doesNotHaveDuplicates();
        assertThat(told.get(told.size() - 1).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(told.subList(0, told.size() - 1))
                .extracting(JobProgress::status)
                .doesNotContain(JobStatus.COMPLETED);
    }

    private void serve(String path, String event) throws IOException {
        ServedJob job = ServedJob.ofPages(4).status("processing");
        job.completed = 1; // behind the stream
        simulation.server.on("/v1/jobs/job_1", job);
        simulation.server.on(path, (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.event(event, progress(0)).event(event, progress(1)).event(event, progress(3));
                simulation.ping(stream, 3);
                stream.reset();
                return;
            }
            stream.event(event, progress(0)).event(event, progress(1)).event(event, progress(3));
            simulation.ping(stream, 1);
            job.completed = 4;
            job.status("completed");
            if (event.equals("progress")) {
                stream.done("completed", 4).end();
            } else {
                simulation.pingOn(
                        stream.event(
                                "job:completed",
                                "{\"jobId\":\"job_1\",\"status\":\"completed\",\"completed\":4,\"total\":4,\"creditsUsed\":4}"));
            }
        });
    }

    @Test
    void waitForJob_tellsNoOlderProgress() throws Exception {
        if (style == Style.BLOCKING) {
            serve("/v1/jobs/job_1/stream", "progress");
        } else {
            serve("/v1/events", "job:progress");
        }

        simulation.run(client -> style.reader(client).waitForJob("job_1", options));

        assertForward();
    }

    @Test
    void waitForJobs_tellsNoOlderProgress() throws Exception {
        serve("/v1/events", "job:progress");

        simulation.run(client -> style.reader(client).waitForJobs(List.of("job_1"), options));

        assertForward();
    }

    @Test
    void polls_tellNoOlderProgress() throws Exception {
        int[] completed = {0, 2, 1, 3, 3, 2, 4};
        simulation.server.on("/v1/jobs/job_1", (stream, number) -> {
            ServedJob job = ServedJob.ofPages(4);
            job.status(number < completed.length ? "processing" : "completed");
            job.completed = completed[Math.min(number, completed.length) - 1];
            job.run(stream, number);
        });

        WaitOptions polling = WaitOptions.builder()
                .onProgress(told::add)
                .pollInterval(Duration.ofSeconds(1))
                .build();
        simulation.run(client -> style.reader(client).waitForJob("job_1", polling));

        assertForward();
    }

    @Test
    void retriedJob_mayBeginAnew() throws Exception {
        ServedJob job = ServedJob.ofPages(4).status("processing");
        simulation.server.on("/v1/jobs/job_1", job);
        simulation.server.on("/v1/jobs/job_1/stream", (stream, number) -> {
            beginAnew(stream.open(), "progress", job);
            stream.done("completed", 4).end();
        });
        simulation.server.on("/v1/events", (stream, number) -> {
            beginAnew(stream.open(), "job:progress", job);
            simulation.pingOn(stream.event("job:completed", progress(4)));
        });

        simulation.run(client -> style.reader(client).waitForJob("job_1", options));

        assertThat(told.get(told.size() - 1)).isEqualTo(new JobProgress("job_1", JobStatus.COMPLETED, 4, 4));
    }

    private void beginAnew(SseServer.Stream stream, String event, ServedJob job)
            throws IOException, InterruptedException {
        stream.event(event, progress(3))
                .event(event, "{\"jobId\":\"job_1\",\"status\":\"queued\",\"completed\":2,\"total\":4}");
        simulation.ping(stream, 1);
        job.status("completed");
        stream.event(event, progress(3));
    }
}
