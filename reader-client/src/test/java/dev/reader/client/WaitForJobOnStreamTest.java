package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobProgress;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a job on its stream. */
@Timeout(300)
class WaitForJobOnStreamTest {
    private static final String STREAM = "/v1/jobs/job_1/stream";
    private static final String JOB = "/v1/jobs/job_1";

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

    /** A client that takes a second for silence. */
    private Job waitImpatiently() {
        try (ReaderClient impatient = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .time(time)
                .streamIdleTimeout(Duration.ofSeconds(1))
                .build()) {
            return impatient.waitForJob("job_1");
        }
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        server.close();
    }

    private ServedJob jobIs(String status, int results) {
        ServedJob job = new ServedJob("job_1").status(status);
        Answers.urls(results).forEach(url -> job.add(FakeJob.page(url, "page")));
        server.on(JOB, job);
        return job;
    }

    private static WaitOptions.Builder options() {
        return WaitOptions.builder();
    }

    @Test
    void undisturbedWait_costsTwoRequests_whateverTheJobsLength() {
        int pages = 1000;
        server.on(STREAM, (stream, number) -> {
            stream.open().progress(0, pages);
            for (int i = 0; i < pages; i++) {
                stream.event("page", "{\"url\":\"" + Answers.url(i) + "\"}");
            }
            stream.done("completed", pages).end();
        });
        jobIs("completed", pages);

        Job job = reader.waitForJob("job_1");

        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.total()).isEqualTo(pages);
        assertThat(job.results()).extracting(Page::url).isEqualTo(Answers.urls(pages));
        assertThat(server.raw().requests()).hasSize(2);
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void failedPages_areAmongTheResults() {
        server.on(
                STREAM,
                (stream, number) -> stream.open()
                        .page(1)
                        .event("error", "{\"url\":\"https://a.example/2\",\"error\":\"timeout\"}")
                        .done("completed", 2)
                        .end());
        server.on(
                JOB,
                new ServedJob("job_1")
                        .add(FakeJob.page("https://a.example/1", "page 1"))
                        .add(FakeJob.failed("https://a.example/2", "timeout")));

        Job job = reader.waitForJob("job_1");

        assertThat(job.results()).hasSize(2);
        assertThat(job.failedPages()).hasSize(1).allMatch(page -> "timeout".equals(page.error()));
    }

    @Test
    void jobThatIsOver_comesWithItsResults() {
        server.on(STREAM, (stream, number) -> stream.open().done("completed", 3).end());
        jobIs("completed", 3);

        assertThat(reader.waitForJob("job_1").results()).extracting(Page::url).isEqualTo(Answers.urls(3));
        assertThat(server.raw().requests())
                .as("the stream, the record and the results")
                .hasSize(3);
    }

    @Test
    void onProgress_isCalledFromTheStream_onceForEachChange() {
        server.on(
                STREAM,
                (stream, number) -> stream.open()
                        .progress(0, 2)
                        .progress(0, 2)
                        .event("page", "{\"url\":\"" + Answers.url(0) + "\"}")
                        .progress(1, 2)
                        .event("page", "{\"url\":\"" + Answers.url(1) + "\"}")
                        .done("completed", 2)
                        .end());
        jobIs("completed", 2);
        List<JobProgress> progress = new ArrayList<>();

        reader.waitForJob("job_1", options().onProgress(progress::add).build());

        assertThat(progress)
                .containsExactly(
                        new JobProgress("job_1", JobStatus.PROCESSING, 0, 2),
                        new JobProgress("job_1", JobStatus.PROCESSING, 1, 2),
                        new JobProgress("job_1", JobStatus.COMPLETED, 2, 2));
    }

    @Test
    void whatOnProgressThrows_endsTheWait() {
        server.on(STREAM, (stream, number) -> stream.open().progress(0, 2).silence());
        RuntimeException failure = new IllegalStateException("the caller's");

        assertThatThrownBy(() -> reader.waitForJob(
                        "job_1",
                        options()
                                .onProgress(progress -> {
                                    throw failure;
                                })
                                .build()))
                .isSameAs(failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cancelled"})
    void jobThatEndsOtherwise_isAnExceptionWithWhatItHadFinished(String status) {
        server.on(
                STREAM,
                (stream, number) -> stream.open().page(0).done(status, 1).end());
        server.on(JOB, ServedJob.ofPages(1).status(status));

        JobFailedException failure = catchThrowableOfType(JobFailedException.class, () -> reader.waitForJob("job_1"));

        assertThat(failure.job().status()).isEqualTo(JobStatus.of(status));
        assertThat(failure.job().results()).hasSize(1);
    }

    @Test
    void pageThatTheStreamToldOfTwice_isOnceAmongTheResults() {
        // as on a server that begins with what was before a retry
        server.on(
                STREAM,
                (stream, number) -> stream.open()
                        .event("error", "{\"url\":\"" + Answers.url(0) + "\",\"error\":\"timeout\"}")
                        .event("page", "{\"url\":\"" + Answers.url(0) + "\"}")
                        .done("completed", 1)
                        .end());
        jobIs("completed", 1);

        assertThat(reader.waitForJob("job_1").results()).extracting(Page::url).isEqualTo(Answers.urls(1));
    }

    @Test
    void withoutResults_noneAreFetchedNorKept() {
        server.on(
                STREAM,
                (stream, number) -> stream.open().page(1).done("completed", 200).end());
        jobIs("completed", 200);

        Job job = reader.waitForJob("job_1", options().collectResults(false).build());

        assertThat(job.results()).isEmpty();
        assertThat(server.raw().requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 405, 501})
    void streamThatIsRefused_isReplacedByPolls(int status) {
        server.on(STREAM, (stream, number) -> stream.answer(status, "{}"));
        jobIs("completed", 2);

        assertThat(reader.waitForJob("job_1").results()).hasSize(2);
        assertThat(server.count(STREAM)).isEqualTo(status == 501 ? 3 : 1);
        assertThat(server.count(JOB)).isEqualTo(2);
    }

    @Test
    void htmlInsteadOfAStream_isReplacedByPolls() {
        server.on(
                STREAM,
                (stream, number) ->
                        stream.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno"));
        jobIs("completed", 2);

        assertThat(reader.waitForJob("job_1").results()).hasSize(2);
        assertThat(server.count(STREAM)).isEqualTo(1);
    }

    @Test
    void streamThatIsSilentTwice_isReplacedByPolls_andNoPageComesTwice() {
        server.on(
                STREAM,
                (stream, number) -> stream.open()
                        .event("page", "{\"url\":\"" + Answers.url(0) + "\"}")
                        .silence());
        jobIs("completed", 2);

        assertThat(waitImpatiently().results()).extracting(Page::url).isEqualTo(Answers.urls(2));
        assertThat(server.count(STREAM)).isEqualTo(2);
    }

    @Test
    void silenceOnce_isMadeGoodByTheStream() {
        server.on(STREAM, (stream, number) -> {
            if (number == 1) {
                stream.open().page(0).silence();
            }
            stream.open().page(1).done("completed", 2).end();
        });
        server.on(JOB, ServedJob.ofPages(2));

        assertThat(waitImpatiently().results()).hasSize(2);
        assertThat(server.count(STREAM)).isEqualTo(2);
        assertThat(server.count(JOB)).as("the record and the results").isEqualTo(2);
    }

    @Test
    void pollInterval_leavesTheStreamAlone() {
        server.on(STREAM, (stream, number) -> stream.open().done("completed", 0).end());
        jobIs("completed", 2);

        reader.waitForJob("job_1", options().pollInterval(Duration.ofSeconds(1)).build());

        assertThat(server.count(STREAM)).isZero();
    }

    @Test
    void jobThatThereIsNot_isNotFound() {
        assertThatThrownBy(() -> reader.waitForJob("job_1")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void jobThatRunsAfterItsStreamHasEnded_isAskedForWithBackoff() throws Exception {
        Simulation simulation = new Simulation();
        List<Duration> questions = new ArrayList<>();
        ServedJob job = ServedJob.ofPages(1).status("processing");
        simulation.server.on(JOB, (stream, number) -> {
            questions.add(simulation.time.elapsed());
            job.status(number < 4 ? "processing" : "completed").run(stream, number);
        });
        simulation.server.on(
                STREAM,
                (stream, number) -> stream.open().page(0).done("completed", 1).end());

        Job ended = simulation.run(client -> client.waitForJob("job_1"));

        assertThat(ended.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(questions.stream().limit(4))
                .containsExactly(
                        Duration.ZERO, Duration.ofMillis(200), Duration.ofMillis(600), Duration.ofMillis(1400));
    }

    @Test
    void deadline_endsAWaitOnAStreamThatStands_withTheLastStateSeen() {
        Simulation simulation = new Simulation();
        simulation.server.on(STREAM, (stream, number) -> {
            stream.open().progress(3, 9);
            stream.silence();
        });
        Duration deadline = Duration.ofSeconds(2);

        WaitTimeoutException timeout = catchThrowableOfType(
                WaitTimeoutException.class,
                () -> simulation.run(client ->
                        client.waitForJob("job_1", options().timeout(deadline).build())));

        assertThat(timeout.job()).isNotNull();
        assertThat(timeout.job().completed()).isEqualTo(3);
        assertThat(timeout.job().total()).isEqualTo(9);
        assertThat(simulation.time.elapsed()).isEqualTo(deadline);
    }

    @Test
    void deadline_endsAWaitForAServerThatIsGone() throws Exception {
        Simulation simulation = new Simulation();
        simulation.server.on(STREAM, (stream, number) -> stream.reset()).on(JOB, (stream, number) -> stream.reset());

        assertThatThrownBy(() -> simulation.run(client -> client.waitForJob("job_1")))
                .isInstanceOf(WaitTimeoutException.class);
        assertThat(simulation.time.elapsed()).isEqualTo(Duration.ofMinutes(10));
    }
}
