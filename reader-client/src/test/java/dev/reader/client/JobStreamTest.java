package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.InternalServerException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.error.StreamBrokenException;
import dev.reader.client.error.UnauthenticatedException;
import dev.reader.client.event.JobEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** A job's stream over real sockets. */
@Timeout(300)
class JobStreamTest {
    private static final String STREAM = "/v1/jobs/job_1/stream";
    private static final String JOB = "/v1/jobs/job_1";
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final FakeTime time = new FakeTime();
    private final List<ReaderClient> clients = new ArrayList<>();
    private SseServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new SseServer();
    }

    @AfterEach
    void close() throws IOException {
        clients.forEach(ReaderClient::close);
        server.close();
    }

    private ReaderClient.Builder builder() {
        return ReaderClient.builder().apiKey("rdr_key").baseUrl(server.url()).time(time);
    }

    private ReaderClient client(ReaderClient.Builder builder) {
        ReaderClient client = builder.build();
        clients.add(client);
        return client;
    }

    private List<JobEvent> read() {
        return read(client(builder()));
    }

    private static List<JobEvent> read(ReaderClient client) {
        try (JobStream stream = client.stream("job_1")) {
            return stream.stream().toList();
        }
    }

    private static <T> Future<T> onThread(java.util.concurrent.Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        VirtualThreads.startLikeThis(task);
        return task;
    }

    @Test
    void events_comeAsTheyAre() {
        server.on(
                STREAM,
                (stream, number) -> stream.open()
                        .progress(0, 2)
                        .page(1)
                        .event("error", "{\"url\":\"https://a.example/2\",\"error\":\"timeout\"}")
                        .event("tomorrow", "{\"x\":1}")
                        .event("plain", "no json")
                        .done("completed", 2)
                        .end());

        List<JobEvent> events = read();

        assertThat(events).hasSize(6);
        assertThat(events.get(0)).isEqualTo(new JobEvent.Progress(dev.reader.client.model.JobStatus.PROCESSING, 0, 2));
        assertThat(events.get(1))
                .isInstanceOfSatisfying(
                        JobEvent.PageReady.class,
                        ready -> assertThat(ready.page().markdown()).isEqualTo("page 1"));
        assertThat(events.get(2)).isEqualTo(new JobEvent.PageFailed("https://a.example/2", "timeout"));
        assertThat(events.get(3)).isInstanceOfSatisfying(JobEvent.Unknown.class, unknown -> {
            assertThat(unknown.name()).isEqualTo("tomorrow");
            assertThat(unknown.data().get("x").asInt()).isEqualTo(1);
        });
        assertThat(events.get(4))
                .isInstanceOfSatisfying(
                        JobEvent.Unknown.class,
                        unknown -> assertThat(unknown.data().textValue()).isEqualTo("no json"));
        assertThat(events.get(5)).isEqualTo(new JobEvent.Done(dev.reader.client.model.JobStatus.COMPLETED, 2, 2));
    }

    @Test
    void request_isForAStreamAndNotCompressed() {
        server.on(STREAM, (stream, number) -> stream.open().done("completed", 0).end());

        read();

        RawServer.Request request = server.raw().requests().get(0);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.headers())
                .containsEntry("accept", "text/event-stream")
                .containsEntry("accept-encoding", "identity")
                .containsEntry("x-api-key", "rdr_key");
    }

    @Test
    void doneWithoutTheFinalBlankLine_isTheEnd() {
        server.on(
                STREAM,
                (stream, number) -> stream.open()
                        .page(1)
                        .write("event: done\ndata: {\"status\":\"completed\",\"completed\":1,\"total\":1}")
                        .end());

        assertThat(read()).hasSize(2);
        assertThat(server.count(STREAM)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void refusal_comesAtOnce(int status) {
        server.on(STREAM, (stream, number) -> stream.answer(status, "{}"));

        assertThatThrownBy(this::read).isInstanceOf(dev.reader.client.error.ReaderApiException.class);
        assertThat(server.count(STREAM)).isEqualTo(1);
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void refusalByCode_isItsOwnException() {
        server.on(STREAM, (stream, number) -> stream.answer(401, Answers.errorBody("unauthenticated", "{}")));
        assertThatThrownBy(this::read).isInstanceOf(UnauthenticatedException.class);

        server.on(STREAM, (stream, number) -> stream.answer(404, Answers.errorBody("not_found", "{}")));
        assertThatThrownBy(this::read).isInstanceOf(NotFoundException.class);
    }

    @Test
    void failure_comesAgainAtEachCall() {
        server.on(STREAM, (stream, number) -> stream.answer(404, Answers.errorBody("not_found", "{}")));
        Iterator<JobEvent> events = client(builder()).stream("job_1").iterator();

        assertThatThrownBy(events::hasNext).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(events::hasNext).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(events::next).isInstanceOf(NotFoundException.class);
        assertThat(server.count(STREAM)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno",
                "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nno"
            })
    void anotherAnswerThanAStream_isAProtocolError(String answer) {
        server.on(STREAM, (stream, number) -> stream.write(answer));

        assertThatThrownBy(this::read).isInstanceOf(ReaderProtocolException.class);
        assertThat(server.count(STREAM)).isEqualTo(1);
    }

    @Test
    void eventThatCantBeRead_isReplacedByTheResults_andNotQuoted() {
        server.on(JOB, ServedJob.ofPages(2));
        server.on(
                STREAM,
                (stream, number) -> stream.open()
                        .page(0)
                        .event("page", "{\"secret\": hm}")
                        .done("completed", 2)
                        .end());

        try (LogCapture.Lines log = LogCapture.open()) {
            assertThat(read()).extracting(JobStreamTest::text).containsExactly("page 0", "page 1", "done");
            assertThat(log.texts(Level.WARN))
                    .hasSize(1)
                    .allMatch(line -> line.contains("\"page\"") && line.contains("job_1"))
                    .noneMatch(line -> line.contains("secret") || line.contains("hm}"));
        }
        assertThat(server.count(STREAM)).isEqualTo(1);
    }

    private static String text(JobEvent event) {
        if (event instanceof JobEvent.PageReady ready) {
            return String.valueOf(ready.page().markdown());
        }
        return event instanceof JobEvent.Done ? "done" : event.toString();
    }

    @Test
    void eventAboveTheLimit_isAProtocolError() {
        server.on(
                STREAM,
                (stream, number) -> stream.open()
                        .event(
                                "page",
                                FakeJob.page("https://a.example", "x".repeat(3000))
                                        .toString())
                        .end());

        assertThatThrownBy(() -> read(client(builder().maxResponseBytes(2048))))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("2048");
        assertThat(server.count(STREAM)).isEqualTo(1);
    }

    @Test
    void passingFailures_areWaitedFor() throws Exception {
        Simulation simulation = new Simulation();
        List<Duration> connections = new ArrayList<>();
        ServedJob job = ServedJob.ofPages(1).status("processing");
        simulation.server.on(JOB, job).on(STREAM, (stream, number) -> {
            connections.add(simulation.time.elapsed());
            switch (number) {
                case 1 -> stream.answer(500, Answers.errorBody("internal_error", "{}"));
                case 2 -> stream.answer(429, "{}", Headers.of("Retry-After", "7"));
                case 3 -> stream.reset();
                case 4 -> stream.open().page(0).reset();
                default -> {
                    job.status("completed");
                    stream.open().page(0).done("completed", 1).end();
                }
            }
        });

        List<JobEvent> events = simulation.run(simulation.server.builder().jitter(() -> 0), JobStreamTest::read);

        assertThat(events)
                .filteredOn(event -> !(event instanceof JobEvent.Progress))
                .extracting(JobStreamTest::text)
                .containsExactly("page 0", "done");
        Duration retryAfter = Duration.ofSeconds(7);
        assertThat(connections).containsExactly(Duration.ZERO, Duration.ZERO, retryAfter, retryAfter, retryAfter);
    }

    @Test
    void retryAfterBeyondTheCap_comesAtOnce() {
        server.on(
                STREAM,
                (stream, number) ->
                        stream.write("HTTP/1.1 429 Slow Down\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n"));

        assertThatThrownBy(this::read).isInstanceOf(RateLimitedException.class);
    }

    @Test
    void serverOutOfReach_isGivenUpAfterFiveMinutes() {
        Simulation simulation = new Simulation();
        List<Duration> attempts = new ArrayList<>();
        simulation.server.on(JOB, (stream, number) -> stream.reset()).on(STREAM, (stream, number) -> {
            attempts.add(simulation.time.elapsed());
            if (number == 1) {
                stream.open().page(1);
            }
            stream.reset();
        });

        StreamBrokenException broken =
                catchThrowableOfType(StreamBrokenException.class, () -> simulation.run(JobStreamTest::read));

        assertThat(broken.jobId()).isEqualTo("job_1");
        assertThat(broken).hasCauseInstanceOf(ReaderConnectionException.class);
        assertThat(broken.attempts()).isEqualTo(attempts.size() - 1).isGreaterThan(10);
        assertThat(simulation.time.elapsed()).isEqualTo(Duration.ofMinutes(5));
        assertThat(attempts.get(attempts.size() - 1)).as("a last attempt").isEqualTo(Duration.ofMinutes(5));
        for (int i = 1; i < attempts.size(); i++) {
            assertThat(attempts.get(i).minus(attempts.get(i - 1))).isLessThanOrEqualTo(Duration.ofSeconds(20));
        }
    }

    @Test
    void howLongItIsTried_canBeSet() {
        Simulation simulation = new Simulation();
        simulation.server.on(STREAM, (stream, number) -> stream.reset()).on(JOB, (stream, number) -> stream.reset());
        ReaderClient.Builder builder = simulation.server.builder().streamReconnectTimeout(Duration.ofSeconds(30));

        assertThatThrownBy(() -> simulation.run(builder, JobStreamTest::read))
                .isInstanceOf(StreamBrokenException.class);
        assertThat(simulation.time.elapsed()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void serverThatRefusesConnections_isGivenUpToo() throws IOException {
        server.close();

        assertThatThrownBy(() -> read(client(builder().streamReconnectTimeout(Duration.ofSeconds(30)))))
                .isInstanceOf(StreamBrokenException.class)
                .hasCauseInstanceOf(ReaderConnectionException.class);
    }

    @Test
    void serverThatOnlyFails_isGivenUpToo() throws Exception {
        Simulation simulation = new Simulation();
        SseServer.Script failing = (stream, number) -> stream.answer(500, Answers.errorBody("internal_error", "{}"));
        simulation.server.on(STREAM, failing).on(JOB, failing);

        assertThatThrownBy(() -> simulation.run(JobStreamTest::read))
                .isInstanceOf(StreamBrokenException.class)
                .hasCauseInstanceOf(InternalServerException.class);
        assertThat(simulation.time.elapsed()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void silence_isNoticed_andPingsAreNoSilence() {
        CountDownLatch pinged = new CountDownLatch(1);
        server.on(STREAM, (stream, number) -> {
            if (number == 1) {
                stream.open().page(1).silence();
            } else {
                // many pings, together longer than the time-out
                stream.open();
                for (int i = 0; i < 20; i++) {
                    stream.write(": ping\n\n");
                    pinged.await(40, TimeUnit.MILLISECONDS);
                }
                stream.page(2).done("completed", 2).end();
            }
        });

        server.on(
                JOB,
                new ServedJob("job_1")
                        .add(FakeJob.page("https://a.example/1", "page 1"))
                        .add(FakeJob.page("https://a.example/2", "page 2")));

        List<JobEvent> events = read(client(builder().streamIdleTimeout(Duration.ofMillis(400))));

        assertThat(events).hasSize(3);
        assertThat(server.count(STREAM)).isEqualTo(2);
    }

    @Test
    void timeoutOfRequests_holdsUntilTheStreamBegins_andNotLonger() {
        CountDownLatch never = new CountDownLatch(1);
        server.on(STREAM, (stream, number) -> {
            if (number == 1) {
                stream.silence();
            }
            stream.open();
            assertThat(never.await(2500, TimeUnit.MILLISECONDS)).isFalse();
            stream.page(1).done("completed", 1).end();
        });

        assertThat(read(client(builder().timeout(Duration.ofSeconds(1))))).hasSize(2);
        assertThat(server.count(STREAM)).isEqualTo(2);
    }

    @Test
    void missingResultsThatCantBeHad_breakTheStreamAfterFiveMinutes() {
        server.on(STREAM, (stream, number) -> stream.open().done("completed", 3).end());
        server.on(JOB, (stream, number) -> stream.answer(500, Answers.errorBody("internal_error", "{}")));

        assertThatThrownBy(this::read)
                .isInstanceOf(StreamBrokenException.class)
                .hasCauseInstanceOf(InternalServerException.class);
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void rateLimitsOnTheMissingResults_areWaitedFor() {
        server.on(STREAM, (stream, number) -> stream.open().done("completed", 3).end());
        server.on(JOB, (stream, number) -> {
            if (number == 1) {
                stream.write("HTTP/1.1 429 Slow Down\r\nRetry-After: 42\r\nContent-Length: 0\r\n\r\n");
            } else {
                stream.answer(200, Answers.jobDetail("job_1", "completed", 0, 3, 3, false));
            }
        });

        assertThat(read(client(builder().jitter(() -> 0)))).hasSize(4);
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(42));
    }

    @Test
    void close_wakesABlockedReader_andEndsTheIterationInOrder() throws Exception {
        server.on(STREAM, (stream, number) -> stream.open().page(1).silence());
        JobStream stream = client(builder()).stream("job_1");
        Iterator<JobEvent> events = stream.iterator();
        events.next();
        Future<Boolean> more = onThread(events::hasNext);

        stream.close();

        assertThat(more.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        Eventually.within(PROMPT, "connection closed", () -> server.raw().open() == 0);
        stream.close();
        assertThat(events.hasNext()).isFalse();
    }

    @Test
    void close_endsAWorkerThatWaitsForTheReader() throws Exception {
        server.on(STREAM, (stream, number) -> {
            stream.open();
            for (int i = 0; i < 100_000; i++) {
                stream.progress(i, 100_000);
            }
        });
        JobStream stream = client(builder()).stream("job_1");
        assertThat(stream.iterator().hasNext()).isTrue();

        stream.close();

        Eventually.within(PROMPT, "connection closed", () -> server.raw().open() == 0);
    }

    @Test
    void interruptedReader_canGoOn() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        server.on(STREAM, (stream, number) -> {
            stream.open().page(1);
            goOn.await();
            stream.page(2).done("completed", 2).end();
        });
        Iterator<JobEvent> events = client(builder()).stream("job_1").iterator();
        events.next();
        Thread.currentThread().interrupt();
        assertThatThrownBy(events::hasNext).isInstanceOf(dev.reader.client.error.ReaderInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        goOn.countDown();

        assertThat(events.next()).isInstanceOf(JobEvent.PageReady.class);
        assertThat(events.next()).isInstanceOf(JobEvent.Done.class);
        assertThat(events.hasNext()).isFalse();
        assertThatThrownBy(events::next).isInstanceOf(java.util.NoSuchElementException.class);
    }

    @Test
    void errorOnTheReadingSide_reachesTheReader() {
        server.on(STREAM, (stream, number) -> stream.open().done("completed", 0).end());
        StackOverflowError error = new StackOverflowError("in an interceptor");
        Interceptor failing = chain -> {
            throw error;
        };
        ReaderClient client = client(builder()
                .httpClient(new OkHttpClient.Builder().addInterceptor(failing).build()));

        assertThatThrownBy(() -> read(client)).isSameAs(error);
    }

    @Test
    void exceptionOnTheReadingSide_reachesTheReader() {
        RuntimeException unexpected = new UncheckedIOException(new IOException("in an interceptor"));
        Interceptor failing = chain -> {
            throw unexpected;
        };
        ReaderClient client = client(builder()
                .httpClient(new OkHttpClient.Builder().addInterceptor(failing).build()));

        assertThatThrownBy(() -> read(client))
                .isInstanceOf(ReaderConnectionException.class)
                .hasCause(unexpected);
    }

    @Test
    void oneIterator_andNoMore() {
        server.on(STREAM, (stream, number) -> stream.open().done("completed", 0).end());
        JobStream stream = client(builder()).stream("job_1");
        assertThat(stream.iterator()).isNotNull();

        assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void streamOfAClosedClient_isRefused() {
        ReaderClient client = client(builder());
        client.close();

        assertThatThrownBy(() -> client.stream("job_1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.stream(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void slowReader_stopsTheServer() throws Exception {
        AtomicLong written = new AtomicLong();
        String markdown = "x".repeat(64 * 1024);
        int pages = 1000;
        server.on(STREAM, (stream, number) -> {
            stream.open();
            for (int i = 0; i < pages; i++) {
                stream.event(
                        "page", FakeJob.page("https://a.example/" + i, markdown).toString());
                written.addAndGet(markdown.length());
            }
            stream.done("completed", pages).end();
        });
        try (JobStream stream = client(builder()).stream("job_1")) {
            Iterator<JobEvent> events = stream.iterator();
            events.next();
            // Until the server has not got further for a while, which it can't until something is read.
            long before = -1;
            CountDownLatch never = new CountDownLatch(1);
            while (before != written.get()) {
                before = written.get();
                never.await(300, TimeUnit.MILLISECONDS);
            }

            assertThat(before).isLessThan(20L << 20);
            int rest = 0;
            while (events.hasNext()) {
                events.next();
                rest++;
            }
            assertThat(rest).isEqualTo(pages);
        }
    }

    @Test
    void fortyStreams_andScrapesBesideThem() throws Exception {
        int streams = 40;
        CountDownLatch opened = new CountDownLatch(streams);
        CountDownLatch goOn = new CountDownLatch(1);
        for (int i = 0; i < streams; i++) {
            server.on("/v1/jobs/job_" + i + "/stream", (stream, number) -> {
                stream.open().page(1);
                opened.countDown();
                goOn.await();
                stream.page(2).done("completed", 2).end();
            });
        }
        server.on("/v1/read", (stream, number) -> stream.answer(200, Answers.envelope(Answers.PAGE)));
        ReaderClient client = client(ReaderClient.builder().apiKey("rdr_key").baseUrl(server.url()));
        List<Future<Long>> counts = IntStream.range(0, streams)
                .mapToObj(i -> onThread(() -> {
                    try (JobStream stream = client.stream("job_" + i)) {
                        return stream.stream()
                                .filter(JobEvent.PageReady.class::isInstance)
                                .count();
                    }
                }))
                .toList();
        assertThat(opened.await(60, TimeUnit.SECONDS))
                .as("all streams are open at once")
                .isTrue();

        List<Future<String>> scrapes = IntStream.range(0, streams)
                .mapToObj(i ->
                        onThread(() -> client.scrape("https://example.com/").url()))
                .toList();
        for (Future<String> scrape : scrapes) {
            assertThat(scrape.get(60, TimeUnit.SECONDS)).isEqualTo("https://example.com/");
        }
        assertThat(counts).noneMatch(Future::isDone);
        goOn.countDown();

        for (Future<Long> count : counts) {
            assertThat(count.get(60, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    @Test
    void streamThatWasReadToItsEnd_leavesNoConnectionAndNoThread() throws Exception {
        AtomicInteger jobRequests = new AtomicInteger();
        server.on(
                STREAM,
                (stream, number) -> stream.open()
                        .event("page", "{\"url\":\"" + Answers.url(0) + "\"}")
                        .done("completed", 3)
                        .end());
        server.on(JOB, (stream, number) -> {
            jobRequests.incrementAndGet();
            stream.answer(200, Answers.jobDetail("job_1", "completed", 0, 3, 3, false));
        });
        ReaderClient client = client(builder());

        // one page by the stream, two that it did not bring, and Done
        assertThat(read(client)).hasSize(1 + 2 + 1);
        client.close();

        Eventually.within(PROMPT, "connections closed", () -> server.raw().open() == 0);
        assertThat(jobRequests).as("the record and the results").hasValue(2);
    }
}
