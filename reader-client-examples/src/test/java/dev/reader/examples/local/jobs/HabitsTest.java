package dev.reader.examples.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.local.Api;
import dev.reader.examples.local.Habit;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.MutableClock;
import dev.reader.examples.local.SampleSite;
import dev.reader.examples.local.TestSite;
import dev.reader.examples.local.TestWebhookReceiver;
import dev.reader.examples.local.Tier;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests both sides of every choice that the API's documents leave, over HTTP. */
@Timeout(300)
class HabitsTest {
    private final MutableClock clock = new MutableClock();
    private TestSite site;
    private LocalReader reader;
    private Api api;

    @BeforeEach
    void startSite() throws IOException {
        site = new TestSite();
        site.page("/broken", 500, "text/html", "");
    }

    @AfterEach
    void stop() {
        reader.close();
        site.close();
    }

    private void start(Habit... habits) {
        LocalReader.Builder builder =
                LocalReader.builder().clock(clock).allowPrivateNetworks().pingInterval(Duration.ofMillis(20));
        for (Habit habit : habits) {
            builder.habit(habit);
        }
        reader = builder.start();
        api = new Api(reader);
    }

    private record Frame(String id, String event, String data) {
        JsonNode json() throws IOException {
            return JsonNodes.parse(data.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Reads a stream to its end, or until a number of pings have arrived. */
    private List<Frame> frames(String path, int pings, String... headers) throws IOException {
        List<Frame> frames = new ArrayList<>();
        int seen = 0;
        try (RawStream stream = new RawStream(reader, path, headers)) {
            for (String frame = stream.frame(); frame != null; frame = stream.frame()) {
                if (frame.startsWith(":")) {
                    seen++;
                    if (seen == pings) {
                        return frames;
                    }
                } else {
                    frames.add(new Frame(line(frame, "id: "), line(frame, "event: "), line(frame, "data: ")));
                }
            }
        }
        if (pings > 0) {
            throw new AssertionError("the stream ended");
        }
        return frames;
    }

    private static String line(String frame, String prefix) {
        return frame.lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst()
                .orElse("");
    }

    private static List<String> names(List<Frame> frames) {
        return frames.stream()
                .map(Frame::event)
                .filter(name -> !name.equals("progress"))
                .toList();
    }

    private String endedJob(String... paths) {
        String[] urls = new String[paths.length];
        for (int i = 0; i < paths.length; i++) {
            urls[i] = site.url(paths[i]);
        }
        String id = api.job(Api.batch(urls).put("batchConcurrency", 1));
        api.ended(id);
        return id;
    }

    private List<Frame> jobFrames(String id) throws IOException {
        return frames("/v1/jobs/" + id + "/stream", 0);
    }

    @Test
    void withoutHabits_aFailedPageIsAnError_andEachEventComesOnce_withoutAnId() throws IOException {
        start();
        List<Frame> frames = jobFrames(endedJob("/a", "/broken"));

        assertThat(names(frames)).containsExactly("page", "error", "done");
        assertThat(frames).extracting(Frame::id).containsOnly("");
    }

    @Test
    void pingsAfterEnd_closeAfterEnd_doneLost() throws IOException {
        start(Habit.PINGS_AFTER_END);
        assertThat(frames("/v1/jobs/" + endedJob("/a") + "/stream", 2)).isEmpty();
        reader.close();

        start(Habit.CLOSE_AFTER_END);
        assertThat(jobFrames(endedJob("/a"))).isEmpty();
        reader.close();

        start(Habit.DONE_LOST);
        assertThat(names(frames("/v1/jobs/" + endedJob("/a") + "/stream", 2))).containsExactly("page");
    }

    @Test
    void noReplay_tellsOnlyDone() throws IOException {
        start(Habit.NO_REPLAY);

        assertThat(names(jobFrames(endedJob("/a")))).containsExactly("done");
    }

    @Test
    void eventIds_areContinuedAfter() throws IOException {
        start(Habit.EVENT_IDS);
        String path = "/v1/jobs/" + endedJob("/a", "/b") + "/stream";

        List<Frame> all = frames(path, 0);
        Frame firstPage = all.get(1);
        List<Frame> rest = frames(path, 0, "Last-Event-ID", firstPage.id());
        List<Frame> unknown = frames(path, 0, "Last-Event-ID", "nonsense");

        assertThat(all).extracting(Frame::id).doesNotHaveDuplicates().doesNotContain("");
        assertThat(rest).isEqualTo(all.subList(2, all.size()));
        assertThat(unknown).isEqualTo(all);
    }

    @Test
    void workspaceStream_continuesAfterAnId() throws IOException {
        start(Habit.EVENT_IDS);
        endedJob("/a");

        List<Frame> missed = frames("/v1/events", 1, "Last-Event-ID", "workspace-0");

        assertThat(missed).extracting(Frame::event).containsExactly("job:completed");
    }

    @Test
    void eventsTwice() throws IOException {
        start(Habit.EVENTS_TWICE);

        assertThat(names(jobFrames(endedJob("/a", "/broken"))))
                .containsExactly("page", "page", "error", "error", "done");
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILURES_AS_PAGES", "FAILURES_AS_BOTH"})
    void failedPagesInOtherForms(Habit habit) throws IOException {
        start(habit);
        List<Frame> frames = jobFrames(endedJob("/broken"));

        List<String> expected =
                habit == Habit.FAILURES_AS_PAGES ? List.of("page", "done") : List.of("error", "page", "done");
        assertThat(names(frames)).isEqualTo(expected);
        JsonNode page = frames.get(frames.size() - 2).json();
        assertThat(page.path("error").asText()).contains("500");
    }

    @Test
    void retriesUntold() throws IOException {
        start(Habit.RETRIES_UNTOLD);
        String id = api.job(Api.batch(site.url("/a"), reader.site().url(SampleSite.FLAKY_PAGE))
                .put("batchConcurrency", 1));
        api.ended(id);
        api.post("/v1/jobs/" + id + "/retry", "");
        JsonNode job = api.ended(id);

        assertThat(names(jobFrames(id)))
                .as("the page of the first run, and done")
                .containsExactly("page", "done");
        assertThat(job.path("results")).hasSize(2).noneMatch(page -> page.has("error"));
    }

    @Test
    void countSuccesses() throws IOException {
        start(Habit.COUNT_SUCCESSES);
        String id = endedJob("/a", "/broken");

        List<Frame> frames = jobFrames(id);

        assertThat(frames.get(frames.size() - 1).json().path("completed").asInt())
                .isEqualTo(1);
        assertThat(api.get("/v1/jobs/" + id).data().path("completed").asInt()).isEqualTo(1);
        assertThat(api.get("/v1/jobs/" + id).data().path("results")).hasSize(2);
    }

    @Test
    void resultsLag() {
        start(Habit.RESULTS_LAG);
        String id = endedJob("/a", "/b");

        assertThat(api.get("/v1/jobs/" + id).data().path("results")).hasSize(1);
        clock.advance(LocalReader.RESULTS_LAG);
        assertThat(api.get("/v1/jobs/" + id).data().path("results")).hasSize(2);
    }

    @Test
    void resultsSorted() throws IOException {
        start(Habit.RESULTS_SORTED);
        String id = endedJob("/b", "/a");

        List<String> streamed = new ArrayList<>();
        for (Frame frame : jobFrames(id)) {
            if (frame.event().equals("page")) {
                streamed.add(frame.json().path("url").asText());
            }
        }
        List<String> results = new ArrayList<>();
        api.get("/v1/jobs/" + id)
                .data()
                .path("results")
                .forEach(page -> results.add(page.path("url").asText()));

        assertThat(streamed).containsExactly(site.url("/b"), site.url("/a"));
        assertThat(results).containsExactly(site.url("/a"), site.url("/b"));
    }

    @Test
    void totalOfJob_promisesResultsThatNeverCome() throws InterruptedException {
        start(Habit.TOTAL_OF_JOB);
        JsonNode pagination = cancelledJob().json().path("pagination");

        assertThat(pagination.path("total").asInt()).isEqualTo(30);
        assertThat(pagination.path("hasMore").asBoolean()).isTrue();
        reader.close();

        site.close();
        site = newSite();
        start();
        assertThat(cancelledJob().json().path("pagination").path("total").asInt(-1))
                .as("the documented reading")
                .isZero();
    }

    private static TestSite newSite() {
        try {
            return new TestSite();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Api.Response cancelledJob() throws InterruptedException {
        String[] urls = new String[30];
        Arrays.setAll(urls, i -> site.url("/held/" + i));
        String id = api.job(Api.batch(urls));
        site.awaitHeld(1);
        api.delete("/v1/jobs/" + id);
        return api.get("/v1/jobs/" + id);
    }

    @Test
    void aCancelledJobIsToldToNobody() throws Exception {
        start();
        try (TestWebhookReceiver receiver = new TestWebhookReceiver()) {
            api.post(
                    "/v1/webhooks",
                    "{\"url\":\"" + receiver.url()
                            + "\",\"name\":\"all\",\"events\":[\"job.started\",\"job.completed\",\"job.failed\"]}");
            List<String> events = eventsOfACancelledJob();

            assertThat(events).containsExactly("job:progress", "job:progress", "job:completed");
            assertThat(List.of(event(receiver), event(receiver), event(receiver)))
                    .as("one job was cancelled, the next one was not")
                    .containsExactlyInAnyOrder("job.started", "job.started", "job.completed");
        }
    }

    private static String event(TestWebhookReceiver receiver) throws InterruptedException {
        return receiver.next().header("X-reader-event");
    }

    @Test
    void cancelAsProgress() throws Exception {
        start(Habit.CANCEL_AS_PROGRESS);

        assertThat(eventsOfACancelledJob())
                .containsExactly("job:progress", "job:progress cancelled", "job:progress", "job:completed");
    }

    @Test
    void cancelAsCompleted() throws Exception {
        start(Habit.CANCEL_AS_COMPLETED);

        assertThat(eventsOfACancelledJob())
                .containsExactly("job:progress", "job:completed cancelled", "job:progress", "job:completed");
    }

    /** Cancels a job, lets another one complete, and returns the events of both. */
    private List<String> eventsOfACancelledJob() throws Exception {
        List<String> events = new ArrayList<>();
        try (RawStream stream = new RawStream(reader, "/v1/events")) {
            String id = api.job(Api.batch(site.url("/held")));
            site.awaitHeld(1);
            api.delete("/v1/jobs/" + id);
            endedJob("/a");
            while (!events.contains("job:completed")) {
                String frame = stream.frame();
                if (!frame.startsWith(":")) {
                    boolean cancelled = frame.contains("\"status\":\"cancelled\"");
                    events.add(line(frame, "event: ") + (cancelled ? " cancelled" : ""));
                }
            }
        }
        return events;
    }

    @ParameterizedTest
    @EnumSource(names = {"SECRET_FIXED", "NO_REPLAY"})
    void secretFixed(Habit habit) {
        start(habit);
        String id = api.post(
                        "/v1/webhooks",
                        "{\"url\":\"http://127.0.0.1:1\",\"name\":\"n\",\"events\":[\"job.completed\"]}")
                .data()
                .path("id")
                .asText();

        Api.Response changed = api.patch("/v1/webhooks/" + id, "{\"secret\":\"0123456789abcdef\"}");

        assertThat(changed.status()).isEqualTo(habit == Habit.SECRET_FIXED ? 400 : 200);
    }

    @Test
    void keysInDashboard() {
        start(Habit.KEYS_IN_DASHBOARD);

        assertThat(api.post("/v1/api-keys", "{}").status()).isEqualTo(403);
        assertThat(api.delete("/v1/api-keys/x").status()).isEqualTo(403);
        assertThat(api.get("/v1/api-keys").data()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"KEEP_SERVER_ERRORS", "NO_REPLAY"})
    void keepServerErrors(Habit habit) {
        start(habit);
        reader.faults().add("slow-page:30000x1@/slow");
        String body = JsonNodes.object()
                .put("url", site.url("/slow"))
                .put("timeoutMs", 1000)
                .toString();

        assertThat(api.post("/v1/read", body, "x-idempotency-key", "k").status())
                .isEqualTo(504);
        assertThat(api.post("/v1/read", body, "x-idempotency-key", "k").status())
                .isEqualTo(habit == Habit.KEEP_SERVER_ERRORS ? 504 : 200);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONCURRENCY_RETRY_AFTER", "NO_REPLAY"})
    void concurrencyRetryAfter(Habit habit) throws Exception {
        reader = LocalReader.builder()
                .tier(Tier.FREE)
                .clock(clock)
                .allowPrivateNetworks()
                .habit(habit)
                .start();
        api = new Api(reader);
        api.job(Api.batch(site.url("/held/1"), site.url("/held/2"), site.url("/held/3")));
        site.awaitHeld(2);

        Api.Response limited = api.scrape(site.url("/a"));

        assertThat(limited.code()).as("both browser slots are busy").isEqualTo("concurrency_limited");
        assertThat(limited.details().path("active").asInt()).isEqualTo(2);
        assertThat(limited.header("retry-after")).isEqualTo(habit == Habit.CONCURRENCY_RETRY_AFTER ? "1" : "");
    }

    @ParameterizedTest
    @EnumSource(names = {"ISSUE_PATH_LIST", "NO_REPLAY"})
    void issuePathList(Habit habit) {
        start(habit);

        JsonNode path = api.post("/v1/read", "{\"urls\":[\"http://a\",\"b\"]}")
                .details()
                .path("issues")
                .path(0)
                .path("path");

        assertThat(path.toString()).isEqualTo(habit == Habit.ISSUE_PATH_LIST ? "[\"urls\",\"1\"]" : "\"urls.1\"");
    }

    @ParameterizedTest
    @EnumSource
    void aJobWorksWithEveryHabit(Habit habit) {
        start(habit);

        assertThat(Habit.parse(habit.specName())).isSameAs(habit);
        assertThat(habit.description()).isNotBlank();
        assertThat(api.ended(api.job(Api.batch(site.url("/a")))).path("status").asText())
                .isEqualTo("completed");
    }

    @Test
    void anUnknownHabitNamesAll() {
        start();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Habit.parse("nap"))
                .withMessageContainingAll("'nap'", "no-replay", "issue-path-list");
    }
}
