package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.RateLimitedException;
import dev.reader.client.model.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import okhttp3.Headers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The cost of a job of 60 s and 25 pages on the free tier, with its ten requests a minute, in simulated time. The figures
 * stand in docs/benchmarks.md.
 */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class FreeTierCostTest {
    private static final Duration JOB = Duration.ofSeconds(60);
    private static final int PAGES = 25;
    private static final int REQUESTS_A_MINUTE = 10;

    @Parameter
    private Style style;

    private final Simulation simulation = new Simulation();
    private final SimulatedTime time = simulation.time;
    private final Deque<Duration> window = new ArrayDeque<>();

    /** Requests beside the POST, and seconds from it to the collected results. */
    record Cost(int requests, long seconds) {}

    @BeforeEach
    void serve() {
        simulation
                .server
                .on(
                        "/v1/read",
                        limited((stream, number) ->
                                stream.answer(201, Answers.envelope(Answers.job("job_1", "queued", 0, PAGES)))))
                .on("/v1/jobs/job_1", limited((stream, number) -> answerJob(stream)))
                .on("/v1/jobs/job_1/stream", limited((stream, number) -> streamPages(stream)))
                .on("/v1/events", limited((stream, number) -> streamOfTheWorkspace(stream)));
    }

    private void serveNoStream() {
        for (String path : List.of("/v1/jobs/job_1/stream", "/v1/events")) {
            simulation.server.on(
                    path, limited((stream, number) -> stream.answer(404, Answers.errorBody("not_found", "{}"))));
        }
    }

    private SseServer.Script limited(SseServer.Script script) {
        return (stream, number) -> {
            Duration wait = admit();
            if (wait.isZero()) {
                script.run(stream, number);
            } else {
                long seconds = (wait.toMillis() + 999) / 1000;
                stream.answer(
                        429,
                        Answers.errorBody("rate_limited", "{}"),
                        Headers.of("Retry-After", String.valueOf(seconds)));
            }
        };
    }

    /** Counts a request in the window of a minute; returns how long it is until one is admitted. */
    private synchronized Duration admit() {
        Duration now = time.elapsed();
        while (!window.isEmpty() && window.peek().plusSeconds(60).compareTo(now) <= 0) {
            window.remove();
        }
        if (window.size() >= REQUESTS_A_MINUTE) {
            return window.peek().plusSeconds(60).minus(now);
        }
        window.add(now);
        return Duration.ZERO;
    }

    private void answerJob(SseServer.Stream stream) throws IOException {
        boolean over = time.elapsed().compareTo(JOB) >= 0;
        int results = over && stream.request().parameter("skip") == 0 ? PAGES : 0;
        long completed = Math.min(PAGES, time.elapsed().toSeconds() * PAGES / JOB.toSeconds());
        String detail = Answers.jobDetail("job_1", over ? "completed" : "processing", 0, results, PAGES, false);
        stream.answer(200, detail.replace("\"completed\": " + PAGES, "\"completed\": " + completed));
    }

    private void streamPages(SseServer.Stream stream) throws IOException, InterruptedException {
        stream.open();
        for (int i = 0; i < PAGES; i++) {
            time.pause(JOB.dividedBy(PAGES));
            stream.event("page", "{\"url\":\"" + Answers.url(i) + "\"}");
        }
        stream.done("completed", PAGES).end();
    }

    private void streamOfTheWorkspace(SseServer.Stream stream) throws IOException, InterruptedException {
        stream.open();
        for (int i = 1; i <= PAGES; i++) {
            time.pause(JOB.dividedBy(PAGES));
            stream.event(
                    i < PAGES ? "job:progress" : "job:completed",
                    "{\"jobId\":\"job_1\",\"status\":\"" + (i < PAGES ? "processing" : "completed")
                            + "\",\"completed\":" + i + ",\"total\":" + PAGES + "}");
        }
        simulation.pingOn(stream);
    }

    private Cost costOf(WaitOptions options) throws Exception {
        Job done = simulation.run(builder(), client -> {
            AnyReader reader = style.reader(client);
            Job job = reader.createJob(BatchRequest.of("https://a.example/"));
            return reader.waitForJob(job.id(), options);
        });
        assertThat(done.results()).hasSize(PAGES);
        return cost();
    }

    private ReaderClient.Builder builder() {
        return simulation.server.builder().jitter(() -> 0);
    }

    private Cost cost() {
        return new Cost(simulation.server.requests().size() - 1, time.elapsed().toSeconds());
    }

    @Test
    void stream() throws Exception {
        // An asynchronous wait asks once when the stream of the workspace stands.
        int requests = style == Style.BLOCKING ? 2 : 3;

        assertThat(costOf(WaitOptions.defaults())).isEqualTo(new Cost(requests, 60));
    }

    @Test
    void documentedPace_whereThereIsNoStream() throws Exception {
        serveNoStream();

        assertThat(costOf(WaitOptions.defaults())).isEqualTo(new Cost(12, 60));
    }

    @Test
    void fixedPollsEveryTwoSeconds_byThisClient() throws Exception {
        assertThat(costOf(WaitOptions.builder()
                        .pollInterval(Duration.ofSeconds(2))
                        .build()))
                .isEqualTo(new Cost(12, 60));
    }

    @Test
    void fixedPollsEveryTwoSeconds_byHand() throws Exception {
        simulation.run(builder().maxRetries(0), client -> {
            AnyReader reader = style.reader(client);
            Job job = reader.createJob(BatchRequest.of("https://a.example/"));

            assertThatThrownBy(() -> {
                        while (!reader.getJob(job.id()).status().isTerminal()) {
                            time.pause(Duration.ofSeconds(2));
                        }
                    })
                    .isInstanceOf(RateLimitedException.class);
            return null;
        });
        assertThat(cost()).isEqualTo(new Cost(10, 18));
    }
}
