package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs whose stream never says that they are over. */
@Timeout(300)
class UntoldEndTest {
    private static final String STREAM = "/v1/jobs/job_1/stream";
    private static final String JOB = "/v1/jobs/job_1";
    private static final Duration AFTER_CONNECTING = Duration.ofSeconds(10);
    private static final Duration AFTER_AN_EVENT = Duration.ofSeconds(60);

    private final Simulation simulation = new Simulation();
    private final SimulatedTime time = simulation.time;

    /** What the stream of a job does that is over. */
    enum StreamOfAnEndedJob {
        ONLY_PINGS {
            @Override
            void run(Simulation simulation, SseServer.Stream stream) throws IOException, InterruptedException {
                simulation.pingOn(stream.open());
            }
        },
        ENDS_AT_ONCE {
            @Override
            void run(Simulation simulation, SseServer.Stream stream) throws IOException, InterruptedException {
                stream.open().end();
            }
        },
        RESET_AT_ONCE {
            @Override
            void run(Simulation simulation, SseServer.Stream stream) throws IOException, InterruptedException {
                stream.open().reset();
            }
        },
        CUT_AFTER_EACH_PING {
            @Override
            void run(Simulation simulation, SseServer.Stream stream) throws IOException, InterruptedException {
                stream.open();
                simulation.time.pause(Duration.ofSeconds(3));
                stream.ping().reset();
            }
        },
        ENDS_AFTER_EACH_PING_IN_A_FRAME {
            @Override
            void run(Simulation simulation, SseServer.Stream stream) throws IOException, InterruptedException {
                stream.open();
                simulation.time.pause(Duration.ofSeconds(3));
                stream.ping().write("event: pro").end();
            }
        };

        abstract void run(Simulation simulation, SseServer.Stream stream) throws IOException, InterruptedException;

        SseServer.Script script(Simulation simulation) {
            return (stream, number) -> run(simulation, stream);
        }
    }

    private static Stream<Arguments> callsAndStreams() {
        return Stream.of(Following.values())
                .flatMap(call -> Stream.of(StreamOfAnEndedJob.values()).map(stream -> Arguments.of(call, stream)));
    }

    private void follow(Following call, ServedJob job, SseServer.Script stream) throws Exception {
        simulation.server.on(JOB, job).on(STREAM, stream);
        simulation.run(reader -> {
            call.agrees(reader, job, List.of());
            return null;
        });
    }

    @ParameterizedTest
    @MethodSource("callsAndStreams")
    void jobThatIsOver_isNoticedWithinTenSecondsOfConnecting(Following call, StreamOfAnEndedJob stream)
            throws Exception {
        ServedJob job = ServedJob.ofPages(3);

        follow(call, job, stream.script(simulation));

        assertThat(time.elapsed()).isLessThanOrEqualTo(AFTER_CONNECTING);
        assertThat(job.stateRequests).as("questions").hasValueLessThanOrEqualTo(2);
        assertThat(job.resultRequests).as("readings of the results").hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("callsAndStreams")
    void endInAGap_isNoticedWithinTenSecondsOfReconnecting(Following call, StreamOfAnEndedJob ended) throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        Duration[] reconnected = new Duration[1];
        SseServer.Script stream = (events, number) -> {
            if (number == 1) {
                events.open().progress(0, 3).page(0).page(1);
                time.pause(Duration.ofSeconds(5));
                events.page(2);
                job.status("completed");
                events.reset();
                return;
            }
            if (number == 2) {
                reconnected[0] = time.elapsed();
            }
            ended.script(simulation).run(events, number);
        };

        follow(call, job, stream);

        assertThat(time.elapsed()).isLessThanOrEqualTo(reconnected[0].plus(AFTER_CONNECTING));
        assertThat(job.stateRequests).as("questions").hasValueLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void endThatIsNotTold_onAConnectionThatStands_isNoticedWithinAMinuteOfTheLastEvent(Following call)
            throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        Duration lastEvent = Duration.ofSeconds(25);
        SseServer.Script stream = (events, number) -> {
            events.open().progress(0, 3).page(0).page(1);
            time.pause(lastEvent);
            events.page(2);
            time.pause(Duration.ofSeconds(5));
            job.status("completed");
            simulation.pingOn(events);
        };

        follow(call, job, stream);

        assertThat(time.elapsed()).isLessThanOrEqualTo(lastEvent.plus(AFTER_AN_EVENT));
        assertThat(simulation.server.count(STREAM)).as("connections").isEqualTo(1);
        assertThat(job.stateRequests).as("questions").hasValueLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void quietJob_isAskedForAtMostOnceAMinute_andFound(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        Duration runs = Duration.ofMinutes(62);
        SseServer.Script stream = (events, number) -> {
            events.open();
            simulation.ping(events, (int) runs.toSeconds() / 30);
            job.status("completed");
            simulation.pingOn(events);
        };

        follow(call, job, stream);

        assertThat(time.elapsed()).isBetween(runs, runs.plusMinutes(5));
        assertThat(job.stateRequests)
                .as("questions, which grow apart to five minutes")
                .hasValueBetween(8, 25);
        assertThat(simulation.server.count(STREAM)).as("connections").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void connectionThatIsDead_doesNotHideTheEnd(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        SseServer.Script stream = (events, number) -> {
            events.open().progress(0, 3).page(0);
            if (number == 1) {
                time.pause(Duration.ofSeconds(20));
                job.status("completed");
            }
            events.silence();
        };

        follow(call, job, stream);

        assertThat(time.elapsed()).isLessThanOrEqualTo(AFTER_AN_EVENT);
    }

    @ParameterizedTest
    @EnumSource
    void progressThatTellsTheEnd_isAReasonToAskAtOnce(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        SseServer.Script stream = (events, number) -> {
            events.open().progress(0, 3).page(0).page(1).page(2);
            time.pause(Duration.ofSeconds(20));
            job.status("cancelled");
            events.event("progress", SseServer.Stream.counts("cancelled", 3, 3));
            simulation.pingOn(events);
        };

        follow(call, job, stream);

        assertThat(time.elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(21));
    }

    @ParameterizedTest
    @EnumSource
    void repetitionsOnEachShortConnection_areNoNews(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        Duration lastEvent = Duration.ofSeconds(25);
        SseServer.Script stream = (events, number) -> {
            events.open().progress(0, 3).page(0).page(1);
            if (number == 1) {
                time.pause(lastEvent);
                events.page(2);
                time.pause(Duration.ofSeconds(5));
                job.status("completed");
            } else {
                events.page(2);
                time.pause(Duration.ofSeconds(7));
            }
            events.end();
        };

        follow(call, job, stream);

        assertThat(time.elapsed())
                .isLessThanOrEqualTo(lastEvent.plus(AFTER_AN_EVENT).plus(AFTER_CONNECTING));
    }

    @ParameterizedTest
    @EnumSource
    void regularJob_thatBeginsQuietly_costsOneQuestionMore(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(3).status("processing");
        job.completed = 0;
        SseServer.Script stream = (events, number) -> {
            events.open();
            time.pause(Duration.ofSeconds(25));
            job.completed = 3;
            job.status("completed");
            events.progress(0, 3).page(0).page(1).page(2).done("completed", 3).end();
        };

        follow(call, job, stream);

        assertThat(simulation.server.requests())
                .as("the stream, a question in the silence, and for a wait one at the end")
                .hasSizeLessThanOrEqualTo(call == Following.WAIT_FOR_JOB ? 3 : 2);
    }
}
