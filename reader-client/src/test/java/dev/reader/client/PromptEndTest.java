package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupt, or the cancellation of a future, and the closing of the client end every call within a second of real time. */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class PromptEndTest {
    private static final Duration PROMPT = Duration.ofSeconds(1);
    /** For what another thread does afterwards. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameter
    private Style style;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private RawServer server;
    private ReaderClient client;
    private AnyReader reader;
    private volatile Blocked blocked = new Blocked("no answer at all", "", 0, 1, r -> {});

    /**
     * What blocks.
     *
     * @param answer what the server gives to the first requests
     * @param answered how many of them
     * @param blocksAt with which request it blocks
     */
    record Blocked(String name, String answer, int answered, int blocksAt, Consumer<AnyReader> call) {
        /** Whether the server has an unanswered request, so that the end of the call closes its connection. */
        boolean isOnTheWire() {
            return !answer.contains("Content-Length: 0") && !name.equals("wait between two polls");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Blocked> blocked() {
        String rateLimited = "HTTP/1.1 429 Slow Down\r\nRetry-After: 50\r\nContent-Length: 0\r\n\r\n";
        String half = RawServer.Connection.head(200, 100) + "{\"success\"";
        String running = whole(Answers.jobDetail("job_1", "processing", 0, 1, 5, true));
        String longList = whole(Answers.jobDetail("job_1", "completed", 0, 2, 500, true));
        return Stream.of(
                new Blocked("scrape before the answer", "", 0, 1, r -> r.scrape("https://a.example/")),
                new Blocked("scrape in mid-body", half, 1, 1, r -> r.scrape("https://a.example/")),
                new Blocked("scrape in a backoff", rateLimited, 1, 1, r -> r.scrape("https://a.example/")),
                new Blocked("createJob", "", 0, 1, r -> r.createJob(BatchRequest.of("https://a.example/"))),
                new Blocked("getJob", "", 0, 1, r -> r.getJob("job_1")),
                new Blocked(
                        "first result",
                        "",
                        0,
                        1,
                        r -> r.jobResults("job_1").iterator().next()),
                new Blocked(
                        "result of the second page",
                        longList,
                        1,
                        2,
                        r -> r.jobResults("job_1").stream().forEach(page -> {})),
                new Blocked("stream before the answer", "", 0, 1, PromptEndTest::readStream),
                new Blocked("stream between events", STREAM, 1, 1, PromptEndTest::readStream),
                new Blocked("stream in mid-event", STREAM + "event: page\ndata: {", 1, 1, PromptEndTest::readStream),
                new Blocked("stream in a backoff", rateLimited, 1, 1, PromptEndTest::readStream),
                new Blocked("stream at the missing results", STREAM + DONE, 1, 2, PromptEndTest::readStream),
                new Blocked("wait on a stream", STREAM, 1, 1, r -> r.waitForJob("job_1")),
                new Blocked("wait on a stream in a backoff", rateLimited, 1, 1, r -> r.waitForJob("job_1")),
                new Blocked(
                        "wait for jobs on a stream",
                        STREAM,
                        1,
                        1,
                        r -> r.waitForJobs(List.of("job_1"), WaitOptions.defaults())),
                new Blocked("wait before the first state", "", 0, 1, r -> r.waitForJob("job_1", polling())),
                new Blocked("wait between two polls", running, 1, 1, r -> r.waitForJob("job_1", polling())),
                new Blocked("wait in a backoff", rateLimited, 1, 1, r -> r.waitForJob("job_1", polling())),
                new Blocked("wait at the first results", longList, 1, 2, r -> r.waitForJob("job_1", polling())),
                new Blocked("wait at results in flight", longList, 2, 6, r -> r.waitForJob("job_1", polling())));
    }

    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: ping\n\n";
    private static final String DONE = "event: done\ndata: {\"status\":\"completed\",\"completed\":5,\"total\":5}\n\n";

    private static void readStream(AnyReader reader) {
        try (AnyReader.AnyStream stream = reader.stream("job_1")) {
            stream.forEach(event -> {});
        }
    }

    private static String whole(String json) {
        return RawServer.Connection.head(200, json.length()) + json;
    }

    private static WaitOptions polling() {
        return WaitOptions.builder().pollInterval(Duration.ofSeconds(50)).build();
    }

    @BeforeEach
    void serve() throws IOException {
        server = new RawServer(connection -> {
            connection.read();
            int number = requests.incrementAndGet();
            if (number <= blocked.answered()) {
                connection.write(blocked.answer());
            }
            if (number == blocked.blocksAt()) {
                reached.countDown();
            }
        });
        client = ReaderClient.builder().apiKey("rdr_key").baseUrl(server.url()).build();
        reader = style.reader(client);
    }

    /** What an interrupt of the waiting thread ends an asynchronous call with: {@link Style} cancels it. */
    private Class<? extends RuntimeException> interrupted() {
        return style == Style.BLOCKING ? ReaderInterruptedException.class : CancellationException.class;
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        server.close();
    }

    /** A call on a thread of its own. */
    private static final class Caller {
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        volatile boolean interruptedAfterwards;
        final Thread thread;

        Caller(Runnable call) {
            thread = new Thread(() -> {
                try {
                    call.run();
                } catch (Throwable e) {
                    failure.set(e);
                }
                interruptedAfterwards = Thread.currentThread().isInterrupted();
            });
            thread.start();
        }

        /** Returns what ended the call, which has to come promptly. */
        Throwable end() throws InterruptedException {
            thread.join(PROMPT.toMillis());
            assertThat(thread.isAlive()).as("still blocked after a second").isFalse();
            return failure.get();
        }
    }

    @ParameterizedTest
    @MethodSource("blocked")
    void interruptOrCancellation_endsTheCall_andTheFlagStaysSet(Blocked what) throws InterruptedException {
        blocked = what;
        Caller caller = new Caller(() -> what.call().accept(reader));
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

        caller.thread.interrupt();

        assertThat(caller.end()).isInstanceOf(interrupted());
        assertThat(caller.interruptedAfterwards).isTrue();
        if (style == Style.ASYNC) { // an iterator that was interrupted may go on
            Eventually.within(PATIENCE, "nothing under way", client::isIdle);
            Eventually.within(PATIENCE, "connections closed", () -> server.open() == 0 || !what.isOnTheWire());
        }
    }

    @ParameterizedTest
    @MethodSource("blocked")
    void close_endsTheCall(Blocked what) throws InterruptedException {
        blocked = what;
        Caller caller = new Caller(() -> what.call().accept(reader));
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

        reader.close();

        assertThat(caller.end()).isInstanceOf(ReaderConnectionException.class).hasMessageContaining("closed");
        assertThat(caller.interruptedAfterwards).isFalse();
        Eventually.within(Duration.ofSeconds(5), "connections closed", () -> server.open() == 0);
    }

    /** As a worker of the client, which the closing interrupts. */
    @Test
    void interruptByTheClosing_isNoInterruptOfTheCaller() {
        assumeTrue(style == Style.BLOCKING, "only a blocked thread is interrupted");
        Iterator<Page> results = reader.jobResults("job_1").iterator();
        reader.close();
        Thread.currentThread().interrupt();

        Throwable failure = org.assertj.core.api.Assertions.catchThrowable(results::hasNext);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(ReaderConnectionException.class).hasMessageContaining("closed");
    }

    @Test
    void interruptBeforeTheCall_preventsTheRequest() {
        assumeTrue(style == Style.BLOCKING, "only a blocked thread is interrupted");
        for (Supplier<?> call : new Supplier<?>[] {
            () -> reader.scrape("https://a.example/"),
            () -> reader.getJob("job_1"),
            () -> reader.waitForJob("job_1"),
            () -> reader.jobResults("job_1").iterator().hasNext()
        }) {
            Thread.currentThread().interrupt();
            Throwable failure = org.assertj.core.api.Assertions.catchThrowable(call::get);
            assertThat(Thread.interrupted()).as("the flag").isTrue();
            assertThat(failure).isInstanceOf(interrupted());
        }
        assertThat(server.accepted()).isZero();
    }

    @Test
    void interruptedCall_leavesTheClientUsable() throws InterruptedException {
        Caller caller = new Caller(() -> reader.scrape("https://a.example/"));
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        caller.thread.interrupt();
        assertThat(caller.end()).isInstanceOf(interrupted());

        String json = Answers.jobDetail("job_1", "completed", 0, 0, 0, false);
        blocked = new Blocked("no more", whole(json), 100, 0, r -> {});

        assertThat(reader.getJob("job_1").id()).isEqualTo("job_1");
    }

    @Test
    void close_leavesNoThread() throws InterruptedException {
        Set<Thread> before = threads();
        Caller caller = new Caller(() -> reader.waitForJob("job_1", polling()));
        Caller other = new Caller(() -> reader.jobResults("job_1").iterator().next());
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

        reader.close();
        caller.end();
        other.end();

        Eventually.within(PROMPT, "threads ended", () -> {
            Set<Thread> left = threads();
            left.removeAll(before);
            return left.isEmpty();
        });
    }

    private static Set<Thread> threads() {
        Map<Thread, StackTraceElement[]> all = Thread.getAllStackTraces();
        return all.keySet().stream()
                .filter(thread -> thread.getName().startsWith("reader-client"))
                .collect(Collectors.toSet());
    }

    @Test
    void threadsOfTheClient_areNamedDaemons() throws InterruptedException {
        String longList = Answers.jobDetail("job_1", "completed", 0, 2, 500, true);
        blocked = new Blocked("second page", whole(longList), 1, 2, r -> {});
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Caller caller = new Caller(() -> reader.jobResults("job_1").stream().forEach(page -> {}));
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

        Set<Thread> made = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread != caller.thread)
                .collect(Collectors.toSet());
        assertThat(made).anyMatch(thread -> thread.getName().matches("reader-client-[0-9]+"));
        assertThat(made).allMatch(Thread::isDaemon);
        reader.close();
        caller.end();
    }

    @Test
    void callersClient_keepsItsConnectionsAfterClose_butNotTheCallInFlight() throws InterruptedException {
        ConnectionPool pool = new ConnectionPool();
        OkHttpClient callers = new OkHttpClient.Builder().connectionPool(pool).build();
        ReaderClient withCallers = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .httpClient(callers)
                .build();
        Caller caller = new Caller(() -> style.reader(withCallers).scrape("https://a.example/"));
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

        withCallers.close();

        assertThat(caller.end()).isInstanceOf(ReaderConnectionException.class);
        assertThat(callers.dispatcher().executorService().isShutdown()).isFalse();
        Eventually.within(PROMPT, "the broken connection let go", () -> pool.connectionCount() == 0);
    }

    /** As OkHttp does when it is interrupted while it connects. */
    @Test
    void undeclaredInterruptedExceptionOfOkHttp_isAnInterrupt() {
        assumeTrue(style == Style.BLOCKING, "only a blocked thread is interrupted");
        OkHttpClient interrupted = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw PromptEndTest.<RuntimeException>undeclared(new InterruptedException());
                })
                .build();

        try (ReaderClient failing = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .httpClient(interrupted)
                .build()) {
            assertThatExceptionOfType(ReaderInterruptedException.class).isThrownBy(() -> failing.getJob("j"));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void errorOfTheCallersEventListener_doesNotStopTheSweepOfInterruptedCalls() throws InterruptedException {
        OkHttpClient failing = new OkHttpClient.Builder()
                .eventListener(new EventListener() {
                    @Override
                    public void canceled(Call call) {
                        throw new LinkageError("the listener's");
                    }
                })
                .build();
        reader.close();
        client = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .httpClient(failing)
                .build();
        reader = style.reader(client);
        Caller first = new Caller(() -> reader.getJob("job_1"));
        Caller second = new Caller(() -> reader.getJob("job_2"));
        Eventually.within(Duration.ofSeconds(10), "both calls sent", () -> requests.get() == 2);

        first.thread.interrupt();
        assertThat(first.end()).isInstanceOf(interrupted());
        second.thread.interrupt();
        assertThat(second.end()).isInstanceOf(interrupted());
        Caller third = new Caller(() -> reader.getJob("job_3"));
        Eventually.within(PROMPT, "the third call sent", () -> requests.get() == 3);
        reader.close();
        assertThat(third.end()).isInstanceOf(ReaderConnectionException.class);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E undeclared(Throwable failure) throws E {
        throw (E) failure;
    }
}
