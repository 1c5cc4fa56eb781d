package dev.reader.examples.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.local.Api;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.Habit;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.MutableClock;
import dev.reader.examples.local.SampleSite;
import dev.reader.examples.local.TestSite;
import dev.reader.examples.local.Tier;
import dev.reader.examples.local.http.JsonNodes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsTest {
    private TestSite site;
    private LocalReader reader;
    private Api api;

    @BeforeEach
    void startSite() throws IOException {
        site = new TestSite();
    }

    @AfterEach
    void stop() {
        reader.close();
        site.close();
    }

    private void start(LocalReader.Builder builder) {
        reader = builder.pingInterval(Duration.ofMillis(20)).start();
        api = new Api(reader);
    }

    /** Creates a job whose first page is done and whose second page waits for the test. */
    private String heldJob() throws InterruptedException {
        String id = api.job(Api.batch(site.url("/first"), site.url("/held")).put("batchConcurrency", 1));
        site.awaitHeld(1);
        return id;
    }

    private SseClient open(String path) throws IOException {
        return new SseClient(reader, path);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamOpenedBeforeTheFirstPage_deliversEveryPageAndThenDone(boolean replay) throws Exception {
        LocalReader.Builder builder = LocalReader.builder().allowPrivateNetworks();
        start(replay ? builder : builder.habit(Habit.NO_REPLAY));
        site.page("/broken", 500, "text/html", "");
        String id = api.job(Api.batch(site.url("/held"), site.url("/broken"), site.url("/b"))
                .put("batchConcurrency", 1));
        site.awaitHeld(1);
        try (SseClient stream = open("/v1/jobs/" + id + "/stream")) {
            stream.awaitPing();
            site.release();
            List<SseClient.Event> events = stream.toEnd();

            assertThat(names(events)).endsWith("page", "progress", "error", "progress", "page", "done");
            assertThat(events.get(events.size() - 1).data())
                    .isEqualTo(JsonNodes.object()
                            .put("status", "completed")
                            .put("completed", 3)
                            .put("total", 3));
            SseClient.Event error = events.get(events.size() - 4);
            assertThat(error.data().path("url").asText()).isEqualTo(site.url("/broken"));
            assertThat(error.data().path("error").asText()).contains("500");
            JsonNode page = events.get(events.size() - 2).data();
            assertThat(page.path("url").asText()).isEqualTo(site.url("/b"));
            assertThat(page.path("markdown").asText()).isEqualTo("/b\n");
        }
    }

    private static List<String> names(List<SseClient.Event> events) {
        return events.stream().map(SseClient.Event::name).toList();
    }

    @Test
    void lateStreamWithReplayDeliversEveryEvent() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks());
        String id = api.job(Api.batch(site.url("/a"), site.url("/b")));
        api.ended(id);

        try (SseClient stream = open("/v1/jobs/" + id + "/stream")) {
            assertThat(names(stream.toEnd()).stream().filter(name -> !name.equals("progress")))
                    .containsExactly("page", "page", "done");
        }
    }

    @Test
    void lateStreamWithoutReplayDeliversOnlyNewEvents() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks().habit(Habit.NO_REPLAY));
        String id = heldJob();
        try (SseClient stream = open("/v1/jobs/" + id + "/stream")) {
            stream.awaitPing();
            site.release();
            assertThat(names(stream.toEnd())).containsExactly("page", "done");
        }
        try (SseClient afterTheEnd = open("/v1/jobs/" + id + "/stream")) {
            assertThat(names(afterTheEnd.toEnd())).containsExactly("done");
        }
    }

    @Test
    void retryStartsANewStream() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks());
        String id = api.job(Api.batch(site.url("/a"), reader.site().url(SampleSite.FLAKY_PAGE)));
        api.ended(id);
        api.post("/v1/jobs/" + id + "/retry", "");

        try (SseClient stream = open("/v1/jobs/" + id + "/stream")) {
            assertThat(names(stream.toEnd()).stream().filter(name -> !name.equals("progress")))
                    .containsExactly("page", "page", "done");
        }
    }

    @Test
    void cancellingEndsTheStream() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks());
        String id = heldJob();
        try (SseClient stream = open("/v1/jobs/" + id + "/stream")) {
            stream.awaitPing();
            api.delete("/v1/jobs/" + id);
            List<SseClient.Event> events = stream.toEnd();
            assertThat(events.get(events.size() - 1).data().path("status").asText())
                    .isEqualTo("cancelled");
        }
    }

    @Test
    void workspaceStreamReportsEveryJob() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks());
        try (SseClient stream = open("/v1/events")) {
            stream.awaitPing();
            String good = api.job(Api.batch(site.url("/a")));
            api.ended(good);
            reader.faults().add("fail-job");
            String bad = api.job(Api.batch(site.url("/a"), site.url("/b")).put("batchConcurrency", 1));
            api.ended(bad);

            List<SseClient.Event> events = stream.until("job:failed");

            assertThat(names(events)).containsExactly("job:progress", "job:completed", "job:progress", "job:failed");
            assertThat(events.get(1).data())
                    .isEqualTo(JsonNodes.object()
                            .put("jobId", good)
                            .put("status", "completed")
                            .put("completed", 1)
                            .put("total", 1)
                            .put("creditsUsed", 1));
            assertThat(events.get(3).data())
                    .isEqualTo(JsonNodes.object()
                            .put("jobId", bad)
                            .put("error", "The job failed because of the fault fail-job"));
        }
    }

    @Test
    void openStreamCountsAsOneRequest() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks().tier(Tier.FREE).clock(new MutableClock()));
        try (SseClient stream = open("/v1/events")) {
            stream.awaitPing();
            stream.awaitPing();
            for (int i = 0; i < 9; i++) {
                assertThat(api.get("/v1/jobs/x").status()).isEqualTo(404);
            }
            assertThat(api.get("/v1/jobs/x").status()).isEqualTo(429);
        }
    }

    @Test
    void unknownJobHasNoStream() {
        start(LocalReader.builder().allowPrivateNetworks());

        assertThat(api.get("/v1/jobs/none/stream").code()).isEqualTo("not_found");
    }

    @Test
    void closesTheStreamOfADisconnectedClient() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks());
        SseClient disconnected = open("/v1/events");
        disconnected.awaitPing();
        try (SseClient other = open("/v1/events")) {
            other.awaitPing();
            assertThat(reader.openStreams()).isEqualTo(2);
            disconnected.close();
            while (reader.openStreams() == 2) {
                other.awaitPing();
            }
            assertThat(reader.openStreams()).isEqualTo(1);
        }
    }

    @Test
    void slowClientReceivesAllOfALargeJob() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks());
        String words = "<p>" + "word ".repeat(20_000) + "</p>";
        String[] urls = new String[60];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = site.url("/" + i);
            site.page("/" + i, words);
        }
        String id = api.job(Api.batch(urls).put("batchConcurrency", 20));
        try (SseClient stream = open("/v1/jobs/" + id + "/stream")) {
            api.ended(id);

            assertThat(names(stream.toEnd()).stream().filter("page"::equals)).hasSize(60);
        }
    }

    @Test
    void cut_endsLikeACompleteResponse() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks().fault(Fault.parse("cut-stream:2x1")));
        String id = api.job(Api.batch(site.url("/a"), site.url("/b")));
        try (SseClient cut = open("/v1/jobs/" + id + "/stream");
                SseClient whole = open("/v1/jobs/" + id + "/stream")) {
            assertThat(cut.toEnd()).hasSize(2);
            assertThat(names(whole.toEnd())).endsWith("done");
        }
    }

    @Test
    void drop_endsInTheMiddleOfTheBody() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks().fault(Fault.parse("drop-stream:2")));
        String id = api.job(Api.batch(site.url("/a"), site.url("/b")));
        try (SseClient stream = open("/v1/jobs/" + id + "/stream")) {
            assertThatThrownBy(stream::toEnd).isInstanceOf(EOFException.class);
            assertThat(stream.seen()).hasSize(2);
        }
    }

    @Test
    void reset_isAnError() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks().fault(Fault.parse("reset-stream:1@/v1/jobs")));
        String id = api.job(Api.batch(site.url("/a"), site.url("/b")));
        try (SseClient stream = open("/v1/jobs/" + id + "/stream")) {
            assertThatThrownBy(stream::toEnd).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void halfEvent_isCutInTheMiddle() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks().fault(Fault.parse("half-event:1")));
        String id = api.job(Api.batch(site.url("/a"), site.url("/b")));
        try (SseClient stream = open("/v1/jobs/" + id + "/stream")) {
            assertThat(stream.toEnd()).hasSize(1);
            assertThat(stream.unfinished()).startsWith("event: p").doesNotEndWith("\n\n");
        }
    }

    @Test
    void silence_sendsNoPings() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks().fault(Fault.parse("silent-stream:1@/v1/jobs")));
        String id = api.job(Api.batch(site.url("/a"), site.url("/b")));
        try (SseClient silent = open("/v1/jobs/" + id + "/stream");
                SseClient healthy = open("/v1/events")) {
            silent.next();
            for (int i = 0; i < 5; i++) {
                healthy.awaitPing();
            }
            assertThat(silent.available()).isZero();
            assertThat(reader.openStreams()).isEqualTo(2);
        }
    }

    @Test
    void html_insteadOfEvents() {
        start(LocalReader.builder().allowPrivateNetworks().fault(Fault.parse("html-stream")));

        Api.Response response = api.get("/v1/events");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).startsWith("text/html");
    }

    /** Reads a stream on a plain socket, which shows how the body ends. */
    private static final class SseClient implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final StringBuilder text = new StringBuilder();
        private final List<Event> seen = new ArrayList<>();
        private int chunk;

        record Event(String name, JsonNode data) {}

        SseClient(LocalReader reader, String path) throws IOException {
            URI url = URI.create(reader.baseUrl());
            socket = new Socket(url.getHost(), url.getPort());
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nx-api-key: "
                                    + reader.apiKey() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            in = socket.getInputStream();
            assertThat(line()).isEqualTo("HTTP/1.1 200 OK");
            List<String> headers = new ArrayList<>();
            for (String header = line(); !header.isEmpty(); header = line()) {
                headers.add(header.toLowerCase(Locale.ROOT));
            }
            assertThat(headers).contains("content-type: text/event-stream", "transfer-encoding: chunked");
        }

        List<Event> seen() {
            return seen;
        }

        /** Returns the text after the last complete event. */
        String unfinished() {
            return text.toString();
        }

        int available() throws IOException {
            return in.available();
        }

        void awaitPing() throws IOException {
            assertThat(frame(true)).isEqualTo(": ping");
        }

        Event next() throws IOException {
            String frame = frame(false);
            if (frame == null) {
                throw new EOFException("the stream has ended");
            }
            int data = frame.indexOf("\ndata: ");
            Event event = new Event(
                    frame.substring("event: ".length(), data),
                    JsonNodes.parse(frame.substring(data + 7).getBytes(StandardCharsets.UTF_8)));
            seen.add(event);
            return event;
        }

        List<Event> until(String name) throws IOException {
            while (!next().name().equals(name)) {
                // next() records the event
            }
            return seen;
        }

        List<Event> toEnd() throws IOException {
            for (boolean more = true; more; ) {
                int before = seen.size();
                try {
                    next();
                } catch (EOFException e) {
                    if (chunk != END) {
                        throw e;
                    }
                }
                more = seen.size() > before;
            }
            return seen;
        }

        private static final int END = -1;

        /** Returns the next frame, either pings only or events only; null at the end of the body. */
        private String frame(boolean ping) throws IOException {
            while (true) {
                for (int end = text.indexOf("\n\n"); end < 0; end = text.indexOf("\n\n")) {
                    if (!readChunk()) {
                        return null;
                    }
                }
                int end = text.indexOf("\n\n");
                String frame = text.substring(0, end);
                text.delete(0, end + 2);
                if (frame.startsWith(":") == ping) {
                    return frame;
                }
            }
        }

        private boolean readChunk() throws IOException {
            if (chunk == END) {
                return false;
            }
            if (chunk > 0) {
                line(); // Jetty ends a chunk when it starts the next one
            }
            int size = Integer.parseInt(line(), 16);
            byte[] bytes = in.readNBytes(size);
            if (bytes.length < size) {
                throw new EOFException("in the middle of a chunk");
            }
            text.append(new String(bytes, StandardCharsets.UTF_8));
            chunk = size == 0 ? END : size;
            return size > 0;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("in the middle of the response");
                }
                line.append((char) c);
            }
            return line.substring(0, line.length() - 1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
