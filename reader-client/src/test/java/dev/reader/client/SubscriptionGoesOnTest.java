package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.error.ReaderApiException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.model.JobStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subscription to a workspace meets and does not end by. */
@Timeout(300)
class SubscriptionGoesOnTest {
    private static final String EVENTS = "/v1/events";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofMinutes(10);

    private final Simulation simulation = new Simulation();
    private final SimulatedTime time = simulation.time;
    private final InProcessServer server = simulation.server;
    private final SimulatedListener recorder = new SimulatedListener(time);

    private static String progress(String jobId, String status) {
        return "{\"jobId\":\"" + jobId + "\",\"status\":\"" + status + "\",\"completed\":1,\"total\":2}";
    }

    private static String completed(String jobId) {
        return "{\"jobId\":\"" + jobId + "\",\"status\":\"completed\",\"completed\":2,\"total\":2,\"creditsUsed\":5}";
    }

    private static JobCompleted end(String jobId) {
        return new JobCompleted(jobId, JobStatus.COMPLETED, 2, 2, 5);
    }

    private int ends(String jobId) {
        return Collections.frequency(recorder.events(), end(jobId));
    }

    private static String record(String jobId, String status) {
        return "{\"success\":true,\"data\":{\"id\":\"" + jobId + "\",\"status\":\"" + status
                + "\",\"total\":2,\"completed\":2,\"creditsUsed\":5,\"error\":null,\"results\":[]},"
                + "\"pagination\":{\"total\":2,\"skip\":0,\"limit\":1,\"hasMore\":false}}";
    }

    /** An answer of a job's record that tells nothing of the job. */
    enum UselessAnswer {
        HTML(200, "<html>Please sign in</html>"),
        REDIRECT(302, ""),
        NOT_JSON(200, "{\"success\": tr"),
        JSON_OF_ANOTHER_SHAPE(200, "[1, 2]"),
        NO_DATA(200, "{\"success\": true}"),
        SERVER_ERROR(500, "{}"),
        NOT_FOUND(404, "{}");

        final int status;
        final String body;

        UselessAnswer(int status, String body) {
            this.status = status;
            this.body = body;
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordThatCantBeReadAfterAGap(UselessAnswer answer) throws Exception {
        server.on("/v1/jobs/job_1", (stream, number) -> stream.answer(answer.status, answer.body));
        server.on("/v1/jobs/job_2", (stream, number) -> stream.answer(200, record("job_2", "completed")));
        server.on(EVENTS, (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.event("job:progress", progress("job_1", "processing"))
                        .event("job:progress", progress("job_2", "processing"))
                        .reset();
                return;
            }
            stream.event("job:completed", completed("job_3"));
            simulation.ping(stream, 4);
            simulation.pingOn(stream.event("job:completed", completed("job_4")));
        });

        simulation.run(reader -> {
            try (WorkspaceSubscription subscription = reader.subscribe(recorder.listener())) {
                recorder.awaitEvent(end("job_3"), SOON);
                recorder.awaitEvent(end("job_2"), SOON);
                recorder.awaitEvent(end("job_4"), LATER);
                assertThat(subscription.isOpen()).isTrue();
            }
            return null;
        });
        assertThat(server.count(EVENTS)).as("connections").isEqualTo(2);
    }

    @Test
    void recordThatIsNotAnswered_holdsUpNoEvent() throws Exception {
        server.on("/v1/jobs/job_1", (stream, number) -> stream.silence());
        server.on(EVENTS, (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.event("job:progress", progress("job_1", "processing")).reset();
                return;
            }
            time.pause(Duration.ofSeconds(2));
            simulation.pingOn(stream.event("job:completed", completed("job_3")));
        });

        simulation.run(reader -> {
            try (WorkspaceSubscription subscription = reader.subscribe(recorder.listener())) {
                recorder.awaitEvent(end("job_3"), Duration.ofSeconds(10));
                assertThat(subscription.isOpen()).isTrue();
            }
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: job:progress\ndata: {\"jobId\":\"job_1\",\"status\":null,\"completed\":1,\"total\":2}\n\n",
                "event: job:progress\ndata: {\"jobId\":null,\"status\":\"processing\",\"completed\":1,\"total\":2}\n\n",
                "event: job:progress\ndata: {\"jobId\":\"job_1\",\"completed\":1,\"total\":2}\n\n",
                "event: job:progress\ndata: {\"jobId\":\"job_1\",\"status\":\"processing\"}\n\n",
                "event: job:completed\ndata: {\"jobId\":null,\"status\":\"completed\"}\n\n",
                "event: job:completed\ndata: {\"jobId\":\"job_1\",\"status\":null}\n\n",
                "event: job:completed\ndata: null\n\n",
                "event: job:failed\ndata: {\"jobId\":null,\"error\":\"x\"}\n\n",
                "event: job:failed\ndata: {\"jobId\":\"job_1\",\"error\":null}\n\n",
                "event: job:failed\ndata: {\"error\":\"x\"}\n\n",
                "event: job:completed\ndata: {\"jobId\": hm}\n\n"
            })
    void eventWithoutAJobOrAStatus(String frame) throws Exception {
        server.on(EVENTS, (stream, number) -> {
            stream.open().write(frame + SseServer.Stream.frame("job:completed", completed("job_2")));
            simulation.pingOn(stream);
        });

        simulation.run(reader -> {
            try (WorkspaceSubscription subscription = reader.subscribe(recorder.listener())) {
                recorder.awaitEvent(end("job_2"), SOON);
                assertThat(subscription.isOpen()).isTrue();
            }
            return null;
        });
        assertThat(server.count(EVENTS)).as("connections").isEqualTo(1);
    }

    @Test
    void interceptorOfTheCallers_thatThrowsOnce() throws Exception {
        server.on(EVENTS, (stream, number) -> {
            stream.open();
            simulation.pingOn(stream.event("job:completed", completed("job_1")));
        });
        AtomicInteger calls = new AtomicInteger();
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("the caller's");
                    }
                    return chain.proceed(chain.request());
                })
                .addInterceptor(server)
                .eventListener(server)
                .build();

        simulation.run(server.builder().httpClient(http), reader -> {
            try (WorkspaceSubscription subscription = reader.subscribe(recorder.listener())) {
                recorder.awaitEvent(end("job_1"), LATER);
                assertThat(subscription.isOpen()).isTrue();
            }
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void definiteRefusal_endsIt_andTheListenerIsTold(int status) throws Exception {
        server.on(EVENTS, (stream, number) -> {
            if (number == 1) {
                stream.open().event("job:completed", completed("job_1")).reset();
            } else {
                stream.answer(
                        status, Answers.errorBody(status == 401 ? "unauthenticated" : "missing_permission", "{}"));
            }
        });

        simulation.run(reader -> {
            try (WorkspaceSubscription subscription = reader.subscribe(recorder.listener())) {
                recorder.awaitEvent(end("job_1"), SOON);
                recorder.await(
                        "the refusal",
                        SOON,
                        call -> call.argument() instanceof ReaderApiException refusal
                                && refusal.statusCode() == status);
                time.pause(LATER);
                assertThat(subscription.isOpen()).isFalse();
            }
            return null;
        });
        assertThat(server.count(EVENTS)).as("connections").isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 429, 500, 503})
    void refusalThatMayPass_isTriedAgainForEver(int status) throws Exception {
        server.on(EVENTS, (stream, number) -> {
            if (number < 30) {
                stream.answer(status, "{}");
            } else {
                simulation.pingOn(stream.open().event("job:completed", completed("job_1")));
            }
        });

        simulation.run(reader -> {
            try (WorkspaceSubscription subscription = reader.subscribe(recorder.listener())) {
                recorder.awaitEvent(end("job_1"), Duration.ofMinutes(30));
                assertThat(subscription.isOpen()).isTrue();
            }
            return null;
        });
    }

    @Test
    void secondEndOfARetriedJob_onTheSameConnection() throws Exception {
        String[] status = {"completed"};
        server.on("/v1/jobs/job_1", (stream, number) -> stream.answer(200, record("job_1", status[0])));
        server.on(EVENTS, (stream, number) -> {
            stream.open()
                    .event("job:progress", progress("job_1", "processing"))
                    .event("job:completed", completed("job_1"));
            if (number == 1) {
                time.pause(Duration.ofSeconds(5));
                stream.reset();
                return;
            }
            // the connection has repeated what is known; from here on the job is run once more
            time.pause(Duration.ofSeconds(5));
            status[0] = "processing";
            stream.event("job:progress", progress("job_1", "queued"))
                    .event("job:progress", progress("job_1", "processing"));
            time.pause(Duration.ofSeconds(5));
            status[0] = "completed";
            simulation.pingOn(stream.event("job:completed", completed("job_1")));
        });

        simulation.run(reader -> {
            try (WorkspaceSubscription subscription = reader.subscribe(recorder.listener())) {
                time.pause(Duration.ofMinutes(2));
                assertThat(subscription.isOpen()).isTrue();
            }
            return null;
        });
        assertThat(ends("job_1")).as("ends told").isEqualTo(2);
    }

    @Test
    void endThatCameInAGap_andAgainAfterARetryOnTheSameConnection() throws Exception {
        String[] status = {"processing"};
        server.on("/v1/jobs/job_1", (stream, number) -> stream.answer(200, record("job_1", status[0])));
        server.on(EVENTS, (stream, number) -> {
            stream.open().event("job:progress", progress("job_1", "processing"));
            time.pause(Duration.ofSeconds(5));
            if (number == 1) {
                status[0] = "completed";
                stream.reset();
                return;
            }
            status[0] = "processing";
            stream.event("job:progress", progress("job_1", "queued"));
            time.pause(Duration.ofSeconds(5));
            status[0] = "completed";
            simulation.pingOn(stream.event("job:completed", completed("job_1")));
        });

        simulation.run(reader -> {
            try (WorkspaceSubscription subscription = reader.subscribe(recorder.listener())) {
                time.pause(Duration.ofMinutes(2));
                assertThat(subscription.isOpen()).isTrue();
            }
            return null;
        });
        assertThat(ends("job_1")).as("ends told").isEqualTo(2);
    }

    @Test
    void replayOfSixtyEndedJobs_onEachConnection_costsNoRequest() throws Exception {
        int jobs = 60;
        for (int i = 0; i < jobs; i++) {
            String jobId = "job_" + i;
            server.on("/v1/jobs/" + jobId, (stream, number) -> stream.answer(200, record(jobId, "completed")));
        }
        server.on(EVENTS, (stream, number) -> {
            stream.open();
            for (int i = 0; i < jobs; i++) {
                stream.event("job:progress", progress("job_" + i, "processing"))
                        .event("job:completed", completed("job_" + i));
            }
            time.pause(Duration.ofSeconds(20));
            if (number < 10) {
                stream.reset();
            } else {
                simulation.pingOn(stream);
            }
        });

        simulation.run(reader -> {
            try (WorkspaceSubscription subscription = reader.subscribe(recorder.listener())) {
                time.pause(LATER);
                assertThat(subscription.isOpen()).isTrue();
            }
            return null;
        });

        assertThat(server.count(EVENTS)).as("connections").isEqualTo(10);
        assertThat(server.requests()).as("requests").hasSize(10);
        assertThat(recorder.events()).filteredOn(JobCompleted.class::isInstance).hasSize(jobs);
        for (WorkspaceEvent event : recorder.events()) {
            assertThat(Collections.frequency(recorder.events(), event) == 1 || !(event instanceof JobCompleted))
                    .as("told once: %s", event)
                    .isTrue();
        }
    }
}
