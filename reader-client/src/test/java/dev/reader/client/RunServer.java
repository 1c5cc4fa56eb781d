package dev.reader.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Batches, their results, the workspace's stream, idempotency and job slots, in simulated time, with the server's books. */
final class RunServer {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PROGRESS = Duration.ofSeconds(30);
    private static final Duration KEY_LIFETIME = Duration.ofHours(24);

    final Simulation simulation;
    private final SimulatedTime time;
    private final List<String> events = new ArrayList<>();
    private final Map<String, Created> byKey = new LinkedHashMap<>();
    private final Map<String, BatchJob> jobs = new LinkedHashMap<>();
    /** The number of times that each URL was charged. */
    final Map<String, Integer> charged = new TreeMap<>();

    final List<RawServer.Request> posts = new ArrayList<>();
    int maxActive = Integer.MAX_VALUE;
    int othersActive;
    int mostActive;
    boolean tellsMax = true;
    boolean tellsCredits = true;
    boolean down;
    Duration jobTime = Duration.ofSeconds(20);
    /** Returns why a URL fails in the attempt of a number, from 1; null if it does not. */
    BiFunction<String, Integer, @Nullable String> failure = (url, attempt) -> null;

    Function<String, String> content = url -> "content of " + url;
    /** Returns what happens to the POST of a number, from 1. */
    IntFunction<Fault> fault = number -> Fault.NONE;

    IntFunction<String> status = number -> "completed";
    private final Map<String, Integer> attempts = new HashMap<>();

    enum Fault {
        NONE,
        /** Lost before it was sent. */
        NOT_SENT,
        /** Processed, and the response is an error. */
        LOST_RESPONSE,
        INSUFFICIENT_CREDITS,
        UNAUTHENTICATED,
        RATE_LIMITED,
        SECOND_URL_BLOCKED,
        THIRD_URL_INVALID
    }

    private record Created(String response, long at) {}

    static final class BatchJob {
        final String id;
        final List<String> urls;
        final List<ObjectNode> results = new ArrayList<>();
        String status = "processing";
        int credits;

        BatchJob(String id, List<String> urls) {
            this.id = id;
            this.urls = urls;
        }
    }

    RunServer() {
        this(Duration.ofHours(80));
    }

    RunServer(Duration horizon) {
        simulation = new Simulation(horizon);
        time = simulation.time;
        simulation.server.on("/v1/read", this::read).on("/v1/events", this::events);
    }

    <T> T run(Simulation.Use<T> use) throws Exception {
        return simulation.run(simulation.server.builder().jitter(() -> 1), use);
    }

    int jobCount() {
        return jobs.size();
    }

    List<BatchJob> jobs() {
        return List.copyOf(jobs.values());
    }

    long requests() {
        return simulation.server.requests().size();
    }

    private long active() {
        return othersActive
                + jobs.values().stream()
                        .filter(job -> job.status.equals("processing"))
                        .count();
    }

    private void read(SseServer.Stream stream, int number) throws IOException {
        synchronized (time) {
            if (down) {
                stream.reset();
                return;
            }
            posts.add(stream.request());
            switch (fault.apply(posts.size())) {
                case NOT_SENT -> stream.reset();
                case INSUFFICIENT_CREDITS -> stream.answer(402, Answers.errorBody("insufficient_credits", "{}"));
                case UNAUTHENTICATED -> stream.answer(401, Answers.errorBody("unauthenticated", "{}"));
                case RATE_LIMITED ->
                    stream.answer(429, Answers.errorBody("rate_limited", "{\"retryAfterSeconds\": 30}"));
                case SECOND_URL_BLOCKED ->
                    stream.answer(
                            403,
                            Answers.errorBody(
                                    "url_blocked", "{\"url\": \"" + urls(stream).get(1) + "\"}"));
                case THIRD_URL_INVALID ->
                    stream.answer(
                            400,
                            Answers.errorBody(
                                    "invalid_request",
                                    "{\"issues\": [{\"path\": [\"urls\", 2], \"message\": \"no such host\"}]}"));
                case LOST_RESPONSE -> {
                    create(stream);
                    stream.answer(502, "<html>");
                }
                case NONE -> {
                    String response = create(stream);
                    if (response == null) {
                        String max = tellsMax ? ", \"max\": " + maxActive : "";
                        String details = "{\"active\": " + active() + max + "}";
                        stream.answer(429, Answers.errorBody("concurrency_limited", details));
                    } else {
                        stream.answer(201, response);
                    }
                }
            }
        }
    }

    private static List<String> urls(SseServer.Stream stream) throws IOException {
        List<String> urls = new ArrayList<>();
        JSON.readTree(stream.request().body()).get("urls").forEach(url -> urls.add(url.textValue()));
        return urls;
    }

    private @Nullable String create(SseServer.Stream stream) throws IOException {
        String key = stream.request().idempotencyKey();
        Created known = byKey.get(key);
        if (known != null && time.nanos() - known.at() < KEY_LIFETIME.toNanos()) {
            return known.response();
        }
        if (active() >= maxActive) {
            return null;
        }
        BatchJob job = new BatchJob("job_" + (jobs.size() + 1), urls(stream));
        jobs.put(job.id, job);
        mostActive = (int) Math.max(mostActive, active());
        simulation.server.on("/v1/jobs/" + job.id, (s, n) -> detail(job, s));
        for (Duration at = PROGRESS; at.compareTo(jobTime) < 0; at = at.plus(PROGRESS)) {
            simulation.later(at, () -> tell("job:progress", job));
        }
        simulation.later(jobTime, () -> end(job));
        String response = Answers.envelope(
                Answers.job(job.id, "queued", 0, job.urls.size()).replace("\"creditsUsed\": 0, ", ""));
        byKey.put(key, new Created(response, time.nanos()));
        return response;
    }

    private void end(BatchJob job) {
        synchronized (time) {
            String ends = status.apply(Integer.parseInt(job.id.substring(4)));
            int attempted = ends.equals("completed") ? job.urls.size() : job.urls.size() / 2;
            for (String url : job.urls.subList(0, attempted)) {
                String error = failure.apply(url, attempts.merge(url, 1, Integer::sum));
                ObjectNode page = JSON.createObjectNode().put("url", url);
                if (error == null) {
                    page.put("markdown", content.apply(url));
                    job.credits++;
                    charged.merge(url, 1, Integer::sum);
                } else {
                    page.put("error", error);
                }
                job.results.add(page);
            }
            job.status = ends;
            if (!ends.equals("cancelled")) {
                tell(ends.equals("completed") ? "job:completed" : "job:failed", job);
            }
        }
    }

    private void tell(String event, BatchJob job) {
        synchronized (time) {
            events.add(SseServer.Stream.frame(
                    event,
                    "{\"jobId\": \"" + job.id + "\", \"status\": \"" + job.status + "\", \"completed\": "
                            + job.results.size() + ", \"total\": " + job.urls.size() + ", \"creditsUsed\": "
                            + job.credits + ", \"error\": \"broke\"}"));
            time.notifyAll();
        }
    }

    /** Forgets a job, as after the time for which results are kept. */
    void forget(String jobId) {
        simulation.server.on(
                "/v1/jobs/" + jobId, (stream, number) -> stream.answer(404, Answers.errorBody("not_found", "{}")));
    }

    private void detail(BatchJob job, SseServer.Stream stream) throws IOException {
        synchronized (time) {
            if (down) {
                stream.reset();
                return;
            }
            int skip = Math.min(stream.request().parameter("skip"), job.results.size());
            int end = Math.min(skip + stream.request().parameter("limit"), job.results.size());
            ObjectNode data = JSON.createObjectNode()
                    .put("id", job.id)
                    .put("status", job.status)
                    .put("mode", "batch")
                    .put("total", job.urls.size())
                    .put("completed", job.results.size());
            if (tellsCredits) {
                data.put("creditsUsed", job.credits);
            }
            data.putArray("results").addAll(job.results.subList(skip, end));
            JsonNode pagination = JSON.createObjectNode()
                    .put("total", job.results.size())
                    .put("skip", skip)
                    .put("limit", 100)
                    .put("hasMore", end < job.results.size());
            ObjectNode envelope = JSON.createObjectNode().put("success", true);
            envelope.set("data", data);
            envelope.set("pagination", pagination);
            stream.answer(200, envelope.toString());
        }
    }

    private void events(SseServer.Stream stream, int number) throws IOException, InterruptedException {
        int told;
        synchronized (time) {
            if (down) {
                stream.reset();
                return;
            }
            stream.open();
            told = events.size();
        }
        while (true) {
            int seen = told;
            time.await(() -> down || events.size() > seen, Duration.ofSeconds(30));
            synchronized (time) {
                if (down) {
                    stream.reset();
                    return;
                }
                for (; told < events.size(); told++) {
                    stream.write(events.get(told));
                }
                stream.ping();
            }
        }
    }

    /** Switches an outage on or off. */
    void down(boolean isDown) {
        synchronized (time) {
            down = isDown;
            time.notifyAll();
        }
    }
}
