package dev.reader.client;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import okhttp3.Headers;

/** Jobs that end one after the other, and a server that answers slowly, cuts streams and fails now and then. */
final class AsyncStressServer {
    static final int JOBS = 40;
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final int PAGES = 7;

    private final Simulation simulation;
    private final Duration span;
    private final long seed;
    private volatile boolean calm;

    AsyncStressServer(Simulation simulation, Duration span, long seed) {
        this.simulation = simulation;
        this.span = span;
        this.seed = seed;
        for (int i = 0; i < JOBS; i++) {
            int job = i;
            simulation.server.on("/v1/jobs/" + id(job), (stream, number) -> {
                if (isHealthy(stream, number)) {
                    served(job).run(stream, number);
                }
            });
            simulation.server.on("/v1/jobs/" + id(job) + "/stream", (stream, number) -> followJob(stream, number, job));
        }
        simulation.server.on("/v1/events", this::followAll);
        simulation.server.on("/v1/read", (stream, number) -> {
            if (isHealthy(stream, number)) {
                stream.answer(200, Answers.envelope(Answers.PAGE));
            }
        });
    }

    static String id(int job) {
        return "job_" + job;
    }

    /** Answers from now on at once and without failures. */
    void calm() {
        calm = true;
    }

    private boolean hasEnded(int job) {
        return simulation.time.elapsed().compareTo(span.multipliedBy(job).dividedBy(JOBS)) >= 0;
    }

    private ServedJob served(int job) {
        ServedJob served = new ServedJob(id(job)).status(hasEnded(job) ? "completed" : "processing");
        for (int i = 0; i < PAGES; i++) {
            served.add(FakeJob.page("https://a.example/" + i, "page " + i));
        }
        return served;
    }

    private Random random(SseServer.Stream stream, int number) {
        return new Random(seed * 31 + stream.request().path().hashCode() * 17L + number);
    }

    /** Takes its time, and fails one request of eight. */
    private boolean isHealthy(SseServer.Stream stream, int number) throws IOException, InterruptedException {
        if (calm) {
            return true;
        }
        Random random = random(stream, number);
        int fate = random.nextInt(48);
        simulation.time.pause(Duration.ofMillis(random.nextInt(random.nextInt(8) == 0 ? 20_000 : 400)));
        switch (fate) {
            case 0 -> stream.answer(429, Answers.errorBody("rate_limited", "{}"), Headers.of("Retry-After", "1"));
            case 1, 2, 3 -> stream.answer(503, Answers.errorBody("upstream_unavailable", "{}"));
            case 4, 5 -> stream.reset();
            default -> {
                return true;
            }
        }
        return false;
    }

    private void followJob(SseServer.Stream stream, int number, int job) throws IOException, InterruptedException {
        Random random = random(stream, number);
        stream.open();
        for (int page = 0; page < PAGES; page++) {
            simulation.time.pause(Duration.ofMillis(random.nextInt(2_000)));
            if (random.nextInt(20) == 0) {
                stream.end();
                return;
            }
            stream.page(page);
        }
        while (!hasEnded(job)) {
            simulation.time.pause(STEP);
            stream.ping();
        }
        stream.done("completed", PAGES).end();
    }

    private void followAll(SseServer.Stream stream, int number) throws IOException, InterruptedException {
        Random random = random(stream, number);
        stream.open();
        Set<Integer> told = new HashSet<>();
        for (int job = 0; job < JOBS; job++) {
            if (hasEnded(job)) {
                told.add(job);
            }
        }
        while (random.nextInt(60) > 0) {
            simulation.time.pause(STEP);
            stream.ping();
            for (int job = 0; job < JOBS; job++) {
                if (hasEnded(job) && told.add(job)) {
                    stream.event(
                            "job:completed",
                            "{\"jobId\":\"" + id(job) + "\",\"status\":\"completed\",\"completed\":7,\"total\":7}");
                }
            }
        }
        stream.reset();
    }
}
