package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Results of which the server counts more than there are: those of a job that runs, or was cancelled. */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class UnfinishedResultsTest {
    private static final String JOB = "/v1/jobs/job_1";

    @Parameter
    private Style style;

    private final Simulation simulation = new Simulation();
    private final ServedJob cancelled = ServedJob.ofPages(150).status("cancelled");

    @BeforeEach
    void countWhatNeverComes() {
        cancelled.total = 210;
        cancelled.listed = 210;
    }

    private interface Use<T> {
        T of(AnyReader reader) throws Exception;
    }

    private <T> T run(Use<T> use) throws Exception {
        return simulation.run(client -> use.of(style.reader(client)));
    }

    private static void assertAll(List<Page> pages, ServedJob job) {
        assertThat(pages).extracting(Deliveries::text).isEqualTo(Deliveries.texts(job.results));
    }

    @Test
    void jobResults_ofAJobThatRuns_costNoRequestForWhatIsStillToCome() throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        job.total = 500;
        job.listed = 500;
        simulation.server.on(JOB, job);

        assertAll(run(reader -> reader.jobResults(FakeJob.ID).stream().toList()), job);
        assertThat(simulation.server.requests()).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void jobResults_ofAJobWhoseResultsCameMeanwhile_areAskedForInFullPages() throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        job.total = 500;
        job.listed = 500;
        simulation.server.on(JOB, (stream, number) -> {
            // The next request may arrive as soon as the first is answered.
            synchronized (job) {
                job.run(stream, number);
                for (int i = job.results.size(); i < 500; i++) {
                    job.add(FakeJob.page("https://a.example/" + i, "page " + i));
                }
            }
        });

        assertAll(run(reader -> reader.jobResults(FakeJob.ID).stream().toList()), job);
        assertThat(job.results).hasSize(500);
        assertThat(simulation.server.requests()).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void jobResults_ofACancelledJob_endWithItsLastResult() throws Exception {
        simulation.server.on(JOB, cancelled);

        assertAll(run(reader -> reader.jobResults(FakeJob.ID).stream().toList()), cancelled);
        assertThat(simulation.server.requests()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void waitForJob_byPolls_ofACancelledJob() {
        simulation.server.on(JOB, cancelled);

        JobFailedException failure = catchThrowableOfType(
                JobFailedException.class,
                () -> run(reader -> reader.waitForJob(
                        FakeJob.ID,
                        WaitOptions.builder()
                                .pollInterval(Duration.ofSeconds(2))
                                .build())));

        assertThat(failure.job().status()).isEqualTo(JobStatus.CANCELLED);
        assertAll(failure.job().results(), cancelled);
    }

    @Test
    void waitForJob_onAStream_ofACancelledJob() {
        simulation.server.on(JOB, cancelled);
        simulation.server.on(
                JOB + "/stream",
                (stream, number) -> stream.open()
                        .event("done", SseServer.Stream.counts("cancelled", 150, 210))
                        .end());
        simulation.server.on("/v1/events", (stream, number) -> simulation.pingOn(stream.open()));

        JobFailedException failure =
                catchThrowableOfType(JobFailedException.class, () -> run(reader -> reader.waitForJob(FakeJob.ID)));

        assertAll(failure.job().results(), cancelled);
    }

    @Test
    void waitForJobs_ofACancelledJob() throws Exception {
        simulation.server.on(JOB, cancelled);
        simulation.server.on("/v1/events", (stream, number) -> simulation.pingOn(stream.open()));

        Map<String, JobOutcome> outcomes =
                run(reader -> reader.waitForJobs(List.of(FakeJob.ID), WaitOptions.defaults()));

        assertThat(outcomes.get(FakeJob.ID))
                .isInstanceOfSatisfying(
                        JobOutcome.Ended.class, ended -> assertAll(ended.job().results(), cancelled));
    }

    @Test
    void findFirst_underARateLimit_asksNoMoreAfterwards() throws Exception {
        ServedJob job = ServedJob.ofPages(500);
        simulation.server.on(JOB, (stream, number) -> {
            if (stream.request().parameter("skip") == 0) {
                job.run(stream, number);
            } else {
                stream.answer(429, Answers.errorBody("rate_limited", "{\"retryAfterSeconds\": 1}"));
            }
        });

        Optional<Page> first = run(reader -> {
            Optional<Page> page = reader.jobResults(FakeJob.ID).stream().findFirst();
            simulation.time.pause(Duration.ofMinutes(10));
            return page;
        });

        assertThat(first).map(Page::url).hasValue("https://a.example/0");
        assertThat(simulation.server.requests()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void missingPagination_withOneExactlyFullPage_endsTheList() throws Exception {
        ServedJob job = ServedJob.ofPages(100);
        simulation.server.on(JOB, withoutPagination(job));

        assertAll(run(reader -> reader.jobResults(FakeJob.ID).stream().toList()), job);
        assertThat(simulation.server.requests()).hasSizeLessThanOrEqualTo(2);
    }

    private static SseServer.Script withoutPagination(ServedJob job) {
        return new SseServer.Script() {
            @Override
            public void run(SseServer.Stream stream, int number) throws IOException {
                stream.answer(200, job.answer(stream.request()).replaceFirst(",\"pagination\".*", "}"));
            }
        };
    }
}
