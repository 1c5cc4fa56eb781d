package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cancelling, closing and the threads of the asynchronous client, over real sockets. */
@Timeout(300)
class AsyncClientTest {
    private static final String URL = "https://a.example/";
    private static final String RATE_LIMITED = "HTTP/1.1 429 Slow Down\r\nRetry-After: 50\r\nContent-Length: 0\r\n\r\n";
    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: ping\n\n";
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch clientLeft = new CountDownLatch(1);
    private RawServer server;
    private ReaderClient reader;
    private volatile String answer = "";
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** A call that does not end by itself, and what the server answers to it. */
    record Open(String name, String answer, Function<AsyncReaderClient, CompletableFuture<?>> call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Open> open() {
        return Stream.of(
                new Open("before the answer", "", r -> r.scrape(URL)),
                new Open("in mid-body", RawServer.Connection.head(200, 100) + "{\"success\"", r -> r.scrape(URL)),
                new Open("in a backoff", RATE_LIMITED, r -> r.scrape(URL)),
                new Open("a POST without a key", "", r -> r.webhooks().delete("wh_1")),
                new Open("creating a job to read", "", r -> r.read(BatchRequest.of(URL))),
                new Open("a list", "", r -> r.apiKeys().list()),
                new Open("a wait on the stream", STREAM, r -> r.waitForJob("job_1")),
                new Open("a wait in a backoff", RATE_LIMITED, r -> r.waitForJob("job_1")),
                new Open("a wait for jobs", STREAM, r -> r.waitForJobs(List.of("a", "b"), WaitOptions.defaults())),
                new Open("a wait that polls", RATE_LIMITED, r -> r.waitForJob("job_1", polling())));
    }

    private static WaitOptions polling() {
        return WaitOptions.builder().pollInterval(Duration.ofSeconds(50)).build();
    }

    @BeforeEach
    void serve() throws IOException {
        server = new RawServer(connection -> {
            connection.read();
            requests.incrementAndGet();
            await(gate);
            connection.write(answer);
            if (answer.isEmpty()) {
                connection.atEnd();
                clientLeft.countDown();
            }
        });
        reader = builder().build();
    }

    private ReaderClient.Builder builder() {
        return ReaderClient.builder().apiKey("rdr_key").baseUrl(server.url());
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        server.close();
    }

    private void answersPages() {
        String page = Answers.envelope(Answers.PAGE);
        answer = RawServer.Connection.head(200, page.length()) + page;
    }

    private CompletableFuture<?> begin(Open open) {
        answer = open.answer();
        CompletableFuture<?> future = open.call().apply(reader.async());
        Eventually.within(Duration.ofSeconds(20), "a request", () -> requests.get() > 0);
        return future;
    }

    @ParameterizedTest
    @MethodSource("open")
    void cancelledFuture_endsItsCall(Open open) {
        CompletableFuture<?> future = begin(open);

        assertThat(future.cancel(true)).isTrue();

        Eventually.within(PROMPT.multipliedBy(5), "nothing under way", () -> reader.isIdle());
        assertThat(future).isCancelled();
    }

    @ParameterizedTest
    @MethodSource("open")
    void closedClient_failsTheFuture(Open open) {
        CompletableFuture<?> future = begin(open);

        reader.close();

        assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(ReaderConnectionException.class)
                .hasMessageContaining("the client was closed");
    }

    @Test
    void cancelledCall_closesItsConnection() throws InterruptedException {
        CompletableFuture<?> future = begin(new Open("", "", r -> r.scrape(URL)));

        future.cancel(false);

        assertThat(clientLeft.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void orTimeout_endsTheCallToo() {
        CompletableFuture<Page> future = reader.async().scrape(URL);

        assertThatThrownBy(() -> future.orTimeout(50, TimeUnit.MILLISECONDS).get())
                .hasCauseInstanceOf(TimeoutException.class);
        Eventually.within(PROMPT.multipliedBy(5), "nothing under way", () -> reader.isIdle());
    }

    @Test
    void cancelledDependentStage_leavesTheCallAlone() throws Exception {
        CompletableFuture<Page> call = reader.async().scrape(URL);
        CompletableFuture<String> dependent = call.thenApply(Page::markdown);

        dependent.cancel(true);

        assertThat(call).isNotDone();
        assertThat(reader.isIdle()).isFalse();
    }

    @Test
    void closedClient_rejectsCallsAtOnce() {
        reader.close();

        assertThatThrownBy(() -> reader.async().scrape(URL)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reader.async().waitForJob("job_1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingTheAsynchronousClient_closesTheClient() {
        reader.async().close();

        assertThatThrownBy(() -> reader.scrape(URL)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void badInput_isRejectedAtOnce() {
        assertThatThrownBy(() -> reader.async().scrape("no url")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.async().waitForJob(" ")).hasMessageContaining("jobId");
        assertThatThrownBy(() -> reader.async().withExecutor(null)).hasMessageContaining("newExecutor");
        assertThatThrownBy(() -> builder().executor(null)).hasMessageContaining("executor");
    }

    @Test
    void completions_thatBlock_doNotStopOthers() throws Exception {
        answersPages();
        gate = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Set<Thread> blocked = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<?>> blocking = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            blocking.add(reader.async().scrape(URL).thenAccept(page -> {
                blocked.add(Thread.currentThread());
                await(released);
            }));
        }
        gate.countDown();
        Eventually.within(Duration.ofSeconds(40), "200 blocked completions", () -> blocked.size() == 200);

        assertThat(reader.async().scrape(URL).get(60, TimeUnit.SECONDS).markdown())
                .isNotEmpty();

        released.countDown();
        CompletableFuture.allOf(blocking.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }

    private static void assertForCompletions(Thread thread) {
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).matches(VirtualThreads.exist() ? "" : "reader-client-(calls|completions)-[0-9]+");
    }

    @Test
    void completions_runNeitherOnThreadsOfOkHttp_norOnTheCommonPool() throws Exception {
        answersPages();

        assertForCompletions(threadOf(reader.async()));
    }

    @ParameterizedTest
    @MethodSource("open")
    void failuresOfAClosedClient_areToldOnThoseThreadsToo(Open open) throws Exception {
        CompletableFuture<Thread> thread = begin(open).handle((result, failure) -> Thread.currentThread());

        reader.close();

        assertForCompletions(thread.get(60, TimeUnit.SECONDS));
    }

    @Test
    void failuresAndSignals_comeOnThoseThreadsToo() throws Exception {
        String body = Answers.errorBody("not_found", "{}");
        answer = RawServer.Connection.head(404, body.length()) + body;
        gate = new CountDownLatch(1);
        AsyncReaderClient async = reader.async();
        List<CompletableFuture<Thread>> threads = new ArrayList<>();
        List<CompletableFuture<?>> calls = List.of(
                async.scrape(URL),
                async.waitForJob("job_1"),
                async.waitForJobs(List.of("job_2"), WaitOptions.defaults()),
                async.read(BatchRequest.of(URL)));
        calls.forEach(call -> threads.add(call.handle((result, failure) -> Thread.currentThread())));
        for (Flow.Publisher<?> publisher : List.of(async.jobResults("job_1"), async.stream("job_1"))) {
            ThreadOfTheEnd subscriber = new ThreadOfTheEnd();
            publisher.subscribe(subscriber);
            threads.add(subscriber.end);
        }

        gate.countDown();

        for (CompletableFuture<Thread> thread : threads) {
            assertForCompletions(thread.get(60, TimeUnit.SECONDS));
        }
    }

    /** Tells which thread brings the end. */
    private static final class ThreadOfTheEnd implements Flow.Subscriber<Object> {
        final CompletableFuture<Thread> end = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(Object element) {}

        @Override
        public void onError(Throwable failure) {
            end.complete(Thread.currentThread());
        }

        @Override
        public void onComplete() {
            end.complete(Thread.currentThread());
        }
    }

    @Test
    void executorOfTheCaller_runsTheCompletions_alsoAnotherForOneView() throws Exception {
        answersPages();
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        ExecutorService other = Executors.newSingleThreadExecutor(task -> new Thread(task, "another"));
        try (ReaderClient mine = builder().executor(pool).build()) {
            assertThat(threadOf(mine.async()).getName()).isEqualTo("mine");
            assertThat(threadOf(mine.async().withExecutor(other)).getName()).isEqualTo("another");
        } finally {
            pool.shutdownNow();
            other.shutdownNow();
        }
    }

    /** The thread that completes a call, which the server answers only once the stage is there. */
    private Thread threadOf(AsyncReaderClient async) throws Exception {
        gate = new CountDownLatch(1);
        CompletableFuture<Thread> thread = async.scrape(URL).thenApply(page -> Thread.currentThread());
        gate.countDown();
        return thread.get(60, TimeUnit.SECONDS);
    }

    @Test
    void executorThatRejects_failsTheFuture() {
        assertFailsTheFuture(new RejectedExecutionException("full"));
    }

    @Test
    void executorThatFails_failsTheFuture_andGivesItsSlotBackOnce() {
        assertFailsTheFuture(new IllegalStateException("no context"));

        Eventually.within(Duration.ofSeconds(60), "nothing under way", () -> reader.isIdle());
    }

    private void assertFailsTheFuture(RuntimeException failure) {
        answersPages();
        AsyncReaderClient async = reader.async().withExecutor(task -> {
            throw failure;
        });

        assertThatThrownBy(() -> async.scrape(URL).get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(failure.getClass());
        assertThatThrownBy(() -> async.waitForJob("job_1", polling()).get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(failure.getClass());
    }

    @Test
    void failureOfTheApplicationsInterceptor_failsTheFuture() {
        OkHttpClient broken = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new IllegalStateException("the interceptor");
                })
                .build();
        try (ReaderClient client = builder().httpClient(broken).build()) {
            assertThatThrownBy(() -> client.async().scrape(URL).get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the interceptor");
        }
    }

    @Test
    void failureOfAWait_carriesTheJob() {
        String body = Answers.errorBody("not_found", "{}");
        answer = RawServer.Connection.head(404, body.length()) + body;

        assertThatThrownBy(() -> reader.async().waitForJob("job_7").get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        failure -> assertThat(failure.jobId()).isEqualTo("job_7"));
    }

    @Test
    void manyCalls_shareTheSlots_andCancelledOnesNeverAreSent() throws Exception {
        List<CompletableFuture<Page>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(reader.async().scrape(URL));
        }
        Eventually.within(Duration.ofSeconds(20), "64 requests", () -> requests.get() == 64);

        // Those that wait first: a slot that becomes free would go to one of them.
        for (int i = calls.size() - 1; i >= 0; i--) {
            calls.get(i).cancel(true);
        }

        Eventually.within(Duration.ofSeconds(20), "nothing under way", () -> reader.isIdle());
        assertThat(requests).hasValue(64);
        answersPages();
        assertThat(reader.async().scrape(URL).get(60, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aCompletionMayCallTheClientAndWaitForIt() throws Exception {
        answersPages();

        gate = new CountDownLatch(1);
        CompletableFuture<String> chain = reader.async().scrape(URL).thenApply(page -> {
            return reader.async().scrape(URL).join().markdown()
                    + reader.scrape(URL).markdown();
        });

        gate.countDown();

        assertThat(chain.get(60, TimeUnit.SECONDS)).isEqualTo("# Example# Example");
    }

    @Test
    void cancelledFuture_isCancelled_andNoReaderException() {
        CompletableFuture<Page> call = reader.async().scrape(URL);
        call.cancel(true);

        assertThatThrownBy(call::join).isInstanceOf(CancellationException.class).isNotInstanceOf(ReaderException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
