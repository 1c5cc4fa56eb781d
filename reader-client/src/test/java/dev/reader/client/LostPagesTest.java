package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams whose counts add up although a page is missing: the results decide. */
@Timeout(300)
class LostPagesTest {
    private static final String STREAM = "/v1/jobs/job_1/stream";
    private static final String JOB = "/v1/jobs/job_1";

    private final Simulation simulation = new Simulation();

    private static String url(int number) {
        return "https://a.example/" + number;
    }

    private static String failure(int number) {
        return FakeJob.failed(url(number), "timeout").toString();
    }

    private static String done(int completed, int total) {
        return SseServer.Stream.counts("completed", completed, total);
    }

    private void agrees(Following call, ServedJob job, SseServer.Script stream, String... failedFirst)
            throws Exception {
        simulation.server.on(JOB, job).on(STREAM, stream);
        simulation.run(reader -> {
            call.agrees(reader, job, List.of(failedFirst));
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource
    void retriedPageThatMakesUpForALostOne(Following call) throws Exception {
        SseServer.Script stream = (events, number) -> {
            events.open();
            if (number == 1) {
                events.event("error", failure(0)).page(1).page(2).page(0).reset();
            } else {
                events.done("completed", 4).end();
            }
        };

        agrees(call, ServedJob.ofPages(4), stream, url(0));
    }

    @ParameterizedTest
    @EnumSource
    void failureThatMakesUpForItsOwnRetry(Following call) throws Exception {
        SseServer.Script stream = (events, number) -> {
            events.open();
            if (number == 1) {
                events.event("error", failure(0)).page(1).page(2).page(3).reset();
            } else {
                events.page(0).done("completed", 4).end();
            }
        };

        agrees(call, ServedJob.ofPages(4), stream, url(0));
    }

    @ParameterizedTest
    @EnumSource
    void failureWhoseRetryWasLost(Following call) throws Exception {
        SseServer.Script stream = (events, number) -> {
            events.open();
            if (number == 1) {
                events.event("error", failure(0)).page(1).page(2).page(3).reset();
            } else {
                events.done("completed", 4).end();
            }
        };

        agrees(call, ServedJob.ofPages(4), stream, url(0));
    }

    @ParameterizedTest
    @EnumSource
    void pageThatIsToldTwice_andAnotherNever(Following call) throws Exception {
        SseServer.Script stream = (events, number) -> events.open()
                .page(0)
                .page(1)
                .page(1)
                .page(3)
                .done("completed", 4)
                .end();

        agrees(call, ServedJob.ofPages(4), stream);
    }

    @ParameterizedTest
    @EnumSource
    void completedThatCountsSuccessesOnly(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(2);
        job.add(FakeJob.failed(url(2), "timeout")).add(FakeJob.page(url(3), "page 3"));
        job.completed = 3;
        SseServer.Script stream = (events, number) -> events.open()
                .page(0)
                .page(1)
                .event("error", failure(2))
                .event("done", done(3, 4))
                .end();

        agrees(call, job, stream);
    }

    @ParameterizedTest
    @EnumSource
    void completedThatCountsSuccessesOnly_ofAJobThatOnlyFails(Following call) throws Exception {
        ServedJob job =
                new ServedJob(FakeJob.ID).add(FakeJob.failed(url(0), "timeout")).add(FakeJob.failed(url(1), "timeout"));
        job.completed = 0;
        SseServer.Script stream =
                (events, number) -> events.open().event("done", done(0, 2)).end();

        agrees(call, job, stream);
    }

    @ParameterizedTest
    @EnumSource
    void resultsThatLagBehindDone(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(3);
        job.completed = 4;
        job.total = 4;
        SseServer.Script stream = (events, number) -> {
            simulation.later(Duration.ofSeconds(2), () -> job.add(FakeJob.page(url(3), "page 3")));
            events.open().page(0).page(2).done("completed", 4).end();
        };

        agrees(call, job, stream);

        assertThat(job.results).hasSize(4);
        assertThat(simulation.time.elapsed()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @EnumSource
    void recordThatLagsBehindDone(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        SseServer.Script stream = (events, number) -> {
            simulation.later(Duration.ofSeconds(2), () -> job.status("completed"));
            events.open().page(0).page(2).done("completed", 3).end();
        };

        agrees(call, job, stream);

        assertThat(job.status).isEqualTo("completed");
        assertThat(simulation.time.elapsed()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @EnumSource
    void failedPageThatIsToldInBothForms(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(2);
        job.add(FakeJob.failed(url(2), "timeout"));
        SseServer.Script stream = (events, number) -> events.open()
                .page(0)
                .event("page", failure(2))
                .event("error", failure(2))
                .done("completed", 3)
                .end();

        agrees(call, job, stream);
    }

    @ParameterizedTest
    @EnumSource
    void failedPageThatIsToldInBothForms_andNothingIsLost(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(2);
        job.add(FakeJob.failed(url(2), "timeout"));
        SseServer.Script stream = (events, number) -> events.open()
                .page(0)
                .event("error", failure(2))
                .event("page", failure(2))
                .page(1)
                .done("completed", 3)
                .end();

        agrees(call, job, stream);
    }

    @ParameterizedTest
    @EnumSource
    void doneOfAnEarlierRun(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        ObjectNode retried = FakeJob.failed(url(3), "timeout");
        job.add(retried);
        SseServer.Script stream = (events, number) -> {
            events.open();
            if (number == 1) {
                events.page(0).page(1).page(2).event("error", failure(3)).done("completed", 4);
                simulation.time.pause(Duration.ofSeconds(90));
                job.results.set(3, FakeJob.page(url(3), "page 3"));
                job.status("completed");
            } else {
                simulation.pingOn(events);
            }
        };

        agrees(call, job, stream, url(3));
    }

    @ParameterizedTest
    @EnumSource
    void cancelledJob_whoseTotalIsNeverReached(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("cancelled");
        job.total = 9;
        job.listed = 9;
        SseServer.Script stream = (events, number) -> events.open()
                .page(0)
                .page(2)
                .event("done", SseServer.Stream.counts("cancelled", 3, 9))
                .end();

        agrees(call, job, stream);
    }
}
