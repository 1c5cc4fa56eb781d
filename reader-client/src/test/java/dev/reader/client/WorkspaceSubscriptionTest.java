package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.event.WorkspaceEvent.JobProgress;
import dev.reader.client.model.JobStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** The workspace's stream over real sockets. */
@Timeout(300)
class WorkspaceSubscriptionTest {
    private static final String EVENTS = "/v1/events";
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final FakeTime time = new FakeTime();
    private final Recorder recorder = new Recorder();
    private SseServer server;
    private ReaderClient reader;

    /** Writes down what it is told. */
    private static class Recorder implements WorkspaceListener {
        final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

        @Override
        public void onEvent(WorkspaceEvent event) {
            told.add(event);
        }

        @Override
        public void onConnected() {
            told.add("connected");
        }

        @Override
        public void onDisconnected(ReaderException cause) {
            told.add("disconnected");
        }

        @Override
        public void onRecovered(Duration gap) {
            told.add("recovered");
        }

        @Override
        public void onEnded(ReaderException cause) {
            told.add("ended");
        }

        /** The next things told; there have to be so many, and no other. */
        List<Object> next(int count) throws InterruptedException {
            List<Object> next = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Object one = told.poll(60, TimeUnit.SECONDS);
                assertThat(one).as("told after %s", next).isNotNull();
                next.add(one);
            }
            return next;
        }
    }

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

    private static String progress(String jobId, String status) {
        return "{\"jobId\":\"" + jobId + "\",\"status\":\"" + status + "\",\"completed\":1,\"total\":2}";
    }

    private static String completed(String jobId) {
        return "{\"jobId\":\"" + jobId + "\",\"status\":\"completed\",\"completed\":2,\"total\":2,\"creditsUsed\":5}";
    }

    private static WorkspaceEvent running(String jobId) {
        return new JobProgress(jobId, JobStatus.PROCESSING, 1, 2);
    }

    private static WorkspaceEvent ended(String jobId) {
        return new JobCompleted(jobId, JobStatus.COMPLETED, 2, 2, 5);
    }

    private void jobIs(String jobId, String status) {
        server.on("/v1/jobs/" + jobId, (stream, number) -> stream.answer(200, job(jobId, status)));
    }

    private static String job(String jobId, String status) {
        return "{\"success\":true,\"data\":{\"id\":\"" + jobId + "\",\"status\":\"" + status
                + "\",\"total\":2,\"completed\":2,\"creditsUsed\":5,\"error\":\"no reason\",\"results\":[]},"
                + "\"pagination\":{\"total\":2,\"skip\":0,\"limit\":1,\"hasMore\":false}}";
    }

    @Test
    void events_areToldAsTheyCome() throws Exception {
        server.on(
                EVENTS,
                (stream, number) -> stream.open()
                        .event("job:progress", progress("job_1", "processing"))
                        .event("job:completed", completed("job_1"))
                        .event("job:failed", "{\"jobId\":\"job_2\",\"error\":\"no browser\"}")
                        .event("job:failed", "{\"jobId\":\"job_3\"}")
                        .event(
                                "job:completed",
                                "{\"jobId\":\"job_4\",\"status\":\"completed\",\"completed\":0,\"total\":0}")
                        .event("credit:low", "{\"balance\":3}")
                        .silence());

        try (WorkspaceSubscription subscription = reader.subscribe(recorder)) {
            List<Object> told = recorder.next(7);

            assertThat(told.subList(0, 6))
                    .containsExactly(
                            "connected",
                            running("job_1"),
                            ended("job_1"),
                            new JobFailed("job_2", "no browser"),
                            new JobFailed("job_3", ""),
                            new JobCompleted("job_4", JobStatus.COMPLETED, 0, 0, 0));
            assertThat(told.get(6)).isInstanceOfSatisfying(WorkspaceEvent.Unknown.class, unknown -> {
                assertThat(unknown.name()).isEqualTo("credit:low");
                assertThat(unknown.data().get("balance").asInt()).isEqualTo(3);
            });
            assertThat(subscription.isOpen()).isTrue();
        }
    }

    @Test
    void lambda_isAConsumerOfEvents() throws Exception {
        server.on(
                EVENTS,
                (stream, number) ->
                        stream.open().event("job:completed", completed("job_1")).silence());
        BlockingQueue<WorkspaceEvent> events = new LinkedBlockingQueue<>();

        try (WorkspaceSubscription subscription = reader.subscribe(event -> events.add(event))) {
            assertThat(events.poll(60, TimeUnit.SECONDS)).isEqualTo(ended("job_1"));
            assertThat(subscription.isOpen()).isTrue();
        }
    }

    @Test
    void gap_isTold_andTheEndsOfJobsThatWereRunningAreAskedFor() throws Exception {
        jobIs("job_1", "completed");
        jobIs("job_2", "processing");
        jobIs("job_3", "failed");
        jobIs("job_4", "cancelled");
        server.on(EVENTS, (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.event("job:progress", progress("job_1", "processing"))
                        .event("job:progress", progress("job_2", "queued"))
                        .event("job:progress", progress("job_3", "processing"))
                        .event("job:progress", progress("job_4", "processing"))
                        .event("job:progress", progress("job_5", "processing"))
                        .event("job:completed", completed("job_6"))
                        .reset();
            } else {
                stream.silence();
            }
        });

        try (WorkspaceSubscription subscription = reader.subscribe(recorder)) {
            recorder.next(7);
            assertThat(recorder.next(2)).containsExactly("disconnected", "connected");
            assertThat(recorder.next(3))
                    .as("asked for at once")
                    .containsExactlyInAnyOrder(
                            ended("job_1"),
                            new JobFailed("job_3", "no reason"),
                            new JobCompleted("job_4", JobStatus.CANCELLED, 2, 2, 5));
            assertThat(recorder.next(1)).containsExactly("recovered");
            assertThat(subscription.isOpen()).isTrue();
        }
        assertThat(server.count("/v1/jobs/job_2")).isEqualTo(1);
        assertThat(server.count("/v1/jobs/job_5")).as("gone").isEqualTo(1);
        assertThat(server.count("/v1/jobs/job_6")).as("had ended").isZero();
    }

    @Test
    void gap_isToldWithItsLength() throws Exception {
        BlockingQueue<Duration> gaps = new LinkedBlockingQueue<>();
        server.on(EVENTS, (stream, number) -> {
            if (number == 1) {
                stream.open().end();
            } else if (number < 5) {
                stream.write("HTTP/1.1 429 Slow Down\r\nRetry-After: 10\r\nContent-Length: 0\r\n\r\n");
            } else {
                stream.open().silence();
            }
        });

        try (WorkspaceSubscription subscription = reader.subscribe(new WorkspaceListener() {
            @Override
            public void onRecovered(Duration gap) {
                gaps.add(gap);
            }
        })) {
            assertThat(gaps.poll(60, TimeUnit.SECONDS)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(46));
            assertThat(subscription.isOpen()).isTrue();
        }
    }

    @Test
    void endThatIsToldAgainAfterAGap_isToldOnce() throws Exception {
        jobIs("job_1", "completed");
        jobIs("job_2", "completed");
        server.on(EVENTS, (stream, number) -> {
            stream.open()
                    .event("job:progress", progress("job_1", "processing"))
                    .event("job:completed", completed("job_1"))
                    .event("job:progress", progress("job_2", "processing"));
            if (number == 1) {
                stream.end();
            } else {
                // a server that begins anew: with what was told, and what is asked for meanwhile
                stream.event("job:completed", completed("job_2")).event("job:completed", completed("job_3"));
                stream.silence();
            }
        });

        try (WorkspaceSubscription subscription = reader.subscribe(recorder)) {
            assertThat(recorder.next(6))
                    .containsExactly(
                            "connected",
                            running("job_1"),
                            ended("job_1"),
                            running("job_2"),
                            "disconnected",
                            "connected");
            List<Object> told = recorder.next(5);
            assertThat(told)
                    .containsExactlyInAnyOrder(
                            running("job_1"), running("job_2"), ended("job_2"), "recovered", ended("job_3"));
            assertThat(told).containsSubsequence(ended("job_2"), "recovered");
            assertThat(told).containsSubsequence(running("job_1"), running("job_2"), ended("job_3"));
            assertThat(subscription.isOpen()).isTrue();
        }
    }

    @Test
    void jobWhoseRetryWasSeen_endsAgain_andWhatALaterConnectionRepeatsIsToldOnce() throws Exception {
        jobIs("job_1", "completed");
        server.on(EVENTS, (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.event("job:completed", completed("job_1"))
                        .event("job:progress", progress("job_1", "queued"))
                        .event("job:completed", completed("job_1"))
                        .end();
            } else {
                stream.event("job:progress", progress("job_1", "processing"))
                        .event("job:completed", completed("job_1"))
                        .event("job:completed", completed("job_2"))
                        .silence();
            }
        });

        try (WorkspaceSubscription subscription = reader.subscribe(recorder)) {
            List<Object> told = recorder.next(9);
            assertThat(told)
                    .containsExactly(
                            "connected",
                            ended("job_1"),
                            new JobProgress("job_1", JobStatus.QUEUED, 1, 2),
                            ended("job_1"),
                            "disconnected",
                            "connected",
                            "recovered",
                            running("job_1"),
                            ended("job_2"));
            assertThat(subscription.isOpen()).isTrue();
        }
        assertThat(server.count("/v1/jobs/job_1"))
                .as("a repetition costs nothing")
                .isZero();
    }

    @Test
    void jobThatWasRetriedInAGap_endsAgain() throws Exception {
        Simulation simulation = new Simulation();
        SimulatedListener listener = new SimulatedListener(simulation.time);
        simulation.server.on("/v1/jobs/job_1", (stream, number) -> stream.answer(200, job("job_1", "processing")));
        simulation.server.on(EVENTS, (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.event("job:completed", completed("job_1")).end();
                return;
            }
            stream.event("job:progress", progress("job_1", "processing"));
            simulation.time.pause(Duration.ofSeconds(20));
            simulation.pingOn(
                    stream.event("job:completed", completed("job_1")).event("job:completed", completed("job_2")));
        });

        simulation.run(client -> {
            try (WorkspaceSubscription subscription = client.subscribe(listener.listener())) {
                listener.awaitEvent(ended("job_2"), Duration.ofMinutes(1));
                assertThat(subscription.isOpen()).isTrue();
            }
            return null;
        });
        assertThat(listener.events()).containsExactly(ended("job_1"), running("job_1"), ended("job_1"), ended("job_2"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusal_endsTheSubscription_andIsToldAndLogged(int status) throws Exception {
        server.on(EVENTS, (stream, number) -> stream.answer(status, Answers.errorBody("refused", "{}")));

        try (LogCapture.Lines log = LogCapture.open();
                WorkspaceSubscription subscription = reader.subscribe(recorder)) {
            assertThat(recorder.next(2)).containsExactly("disconnected", "ended");
            Eventually.within(PROMPT, "closed", () -> !subscription.isOpen());
            assertThat(log.texts(Level.WARN)).hasSize(1).allMatch(line -> line.contains("refused"));
        }
        assertThat(server.count(EVENTS)).isEqualTo(1);
        assertThat(recorder.told).isEmpty();
    }

    @Test
    void refusalInAGap_isToldAfterTheGap() throws Exception {
        server.on(EVENTS, (stream, number) -> {
            if (number == 1) {
                stream.open().end();
            } else {
                stream.answer(401, Answers.errorBody("unauthenticated", "{}"));
            }
        });

        try (WorkspaceSubscription subscription = reader.subscribe(recorder)) {
            assertThat(recorder.next(3)).containsExactly("connected", "disconnected", "ended");
            Eventually.within(PROMPT, "closed", () -> !subscription.isOpen());
        }
        assertThat(server.count(EVENTS)).isEqualTo(2);
    }

    @Test
    void otherErrorResponses_areToldAndLoggedOnce_andTriedAgain() throws Exception {
        server.on(EVENTS, (stream, number) -> {
            if (number < 4) {
                stream.answer(404, Answers.errorBody("not_found", "{}"));
            } else {
                stream.open().silence();
            }
        });

        try (LogCapture.Lines log = LogCapture.open();
                WorkspaceSubscription subscription = reader.subscribe(recorder)) {
            assertThat(recorder.next(3)).containsExactly("disconnected", "connected", "recovered");
            assertThat(log.texts(Level.WARN)).hasSize(1).allMatch(line -> line.contains("not_found"));
            assertThat(subscription.isOpen()).isTrue();
        }
    }

    @Test
    void runningJobs_areAskedForBesideTheEvents_andRecoveryComesAfterAllWereAsked() throws Exception {
        Simulation simulation = new Simulation();
        SimulatedListener listener = new SimulatedListener(simulation.time);
        Duration answer = Duration.ofSeconds(5);
        simulation.server.on("/v1/jobs/job_1", (stream, number) -> {
            simulation.time.pause(answer);
            stream.answer(200, job("job_1", "processing"));
        });
        simulation.server.on("/v1/jobs/job_2", (stream, number) -> stream.answer(200, job("job_2", "completed")));
        simulation.server.on(EVENTS, (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.event("job:progress", progress("job_1", "processing"))
                        .event("job:progress", progress("job_2", "processing"))
                        .reset();
                return;
            }
            simulation.time.pause(Duration.ofSeconds(2));
            simulation.pingOn(stream.event("job:completed", completed("job_3")));
        });

        simulation.run(simulation.server.builder().jitter(() -> 0), client -> {
            try (WorkspaceSubscription subscription = client.subscribe(listener.listener())) {
                listener.await(
                        "recovered",
                        Duration.ofMinutes(1),
                        call -> call.method().equals("onRecovered"));
                assertThat(subscription.isOpen()).isTrue();
            }
            return null;
        });
        assertThat(listener.calls())
                .extracting(SimulatedListener.Call::method)
                .containsExactly(
                        "onConnected",
                        "onEvent",
                        "onEvent",
                        "onDisconnected",
                        "onConnected",
                        "onEvent",
                        "onEvent",
                        "onRecovered");
        assertThat(listener.events().subList(2, 4)).containsExactly(ended("job_2"), ended("job_3"));
        assertThat(listener.calls().get(7).at()).isEqualTo(answer);
    }

    @Test
    void eventThatCantBeRead_isLeftOutAndLogged() throws Exception {
        server.on(
                EVENTS,
                (stream, number) -> stream.open()
                        .event("job:completed", "{\"jobId\":7}")
                        .event("job:completed", "<secret>")
                        .event("job:completed", completed("job_1"))
                        .silence());

        try (LogCapture.Lines log = LogCapture.open();
                WorkspaceSubscription subscription = reader.subscribe(recorder)) {
            assertThat(recorder.next(2)).containsExactly("connected", ended("job_1"));
            assertThat(log.texts(Level.WARN)).hasSize(2).noneMatch(line -> line.contains("secret"));
            assertThat(subscription.isOpen()).isTrue();
        }
    }

    @Test
    void listenerThatThrows_isLoggedOnceForEachEvent_andGoesOnListening() throws Exception {
        server.on(
                EVENTS,
                (stream, number) -> stream.open()
                        .event("job:completed", completed("job_1"))
                        .event("job:completed", completed("job_2"))
                        .event("job:failed", "{\"jobId\":\"job_3\",\"error\":\"x\"}")
                        .event("job:completed", completed("job_4"))
                        .silence());
        WorkspaceListener failing = new Recorder() {
            @Override
            public void onEvent(WorkspaceEvent event) {
                recorder.onEvent(event);
                if (event instanceof JobFailed) {
                    throw new AssertionError("an Error, too");
                }
                throw new IllegalStateException("the listener's");
            }
        };

        try (LogCapture.Lines log = LogCapture.open();
                WorkspaceSubscription subscription = reader.subscribe(failing)) {
            recorder.next(4);
            assertThat(subscription.isOpen()).isTrue();
            Eventually.within(PROMPT, "logged", () -> log.texts(Level.WARN).size() == 2);
            assertThat(log.texts(Level.WARN))
                    .anyMatch(line -> line.contains("job:completed") && line.contains("the listener's"))
                    .anyMatch(line -> line.contains("job:failed") && line.contains("an Error, too"));
        }
    }

    @Test
    void close_isQuick_idempotent_andEndsTheConnection() throws Exception {
        server.on(EVENTS, (stream, number) -> stream.open().silence());
        WorkspaceSubscription subscription = reader.subscribe(recorder);
        recorder.next(1);

        subscription.close();
        subscription.close();

        assertThat(subscription.isOpen()).isFalse();
        Eventually.within(PROMPT, "connection closed", () -> server.raw().open() == 0);
        assertThat(recorder.told).as("closing is no gap").isEmpty();
    }

    @Test
    void close_byTheListenerItself() throws Exception {
        AtomicReference<WorkspaceSubscription> subscription = new AtomicReference<>();
        CountDownLatch made = new CountDownLatch(1);
        BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        server.on(
                EVENTS,
                (stream, number) -> stream.open()
                        .event("job:completed", completed("job_1"))
                        .event("job:completed", completed("job_2"))
                        .silence());
        subscription.set(reader.subscribe(event -> {
            try {
                made.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            subscription.get().close();
            interrupted.add(Thread.currentThread().isInterrupted());
        }));
        made.countDown();

        assertThat(interrupted.poll(60, TimeUnit.SECONDS)).isFalse();
        Eventually.within(PROMPT, "connection closed", () -> server.raw().open() == 0);
        assertThat(interrupted).as("no further event").isEmpty();
    }

    @Test
    void closeOfTheClient_endsIt() throws Exception {
        server.on(EVENTS, (stream, number) -> stream.open().silence());
        WorkspaceSubscription subscription = reader.subscribe(recorder);
        recorder.next(1);

        reader.close();

        assertThat(subscription.isOpen()).isFalse();
        Eventually.within(PROMPT, "connection closed", () -> server.raw().open() == 0);
        assertThatThrownBy(() -> reader.subscribe(recorder)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void serverOutOfReachForHours_isTriedAllTheTime() throws Exception {
        CountDownLatch hours = new CountDownLatch(1);
        server.close();
        time.onWait(wait -> {
            if (time.elapsed().compareTo(Duration.ofHours(3)) > 0) {
                hours.countDown();
            }
        });

        try (WorkspaceSubscription subscription = reader.subscribe(recorder)) {
            assertThat(hours.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(subscription.isOpen()).isTrue();
            assertThat(recorder.next(1)).containsExactly("disconnected");
        }
        assertThat(time.waits()).allMatch(wait -> wait.compareTo(Duration.ofSeconds(20)) <= 0);
    }
}
