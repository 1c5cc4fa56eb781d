package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.model.Page;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

/**
 * The context of the thread that makes a call, on every thread that works for it: seen by an interceptor, which runs where
 * requests are sent, by the listener, and by completions.
 */
@Timeout(120)
class ContextOnEveryThreadTest {
    private static final ThreadLocal<String> VARIABLE = new ThreadLocal<>();
    private static final int WAIT_SECONDS = 60;
    /** More than three parts, so that parts are read ahead. */
    private static final int PAGES = 450;

    private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private SseServer server;
    private ReaderClient reader;

    /** Where the context of a thread is kept, and how it is carried over. */
    enum Kept {
        IN_THE_MDC {
            @Override
            void set(String context) {
                MDC.put("request", context);
            }

            @Override
            String get() {
                return MDC.get("request");
            }

            @Override
            void clear() {
                MDC.clear();
            }

            @Override
            ReaderClient.Builder carried(ReaderClient.Builder builder) {
                return builder;
            }
        },
        IN_A_THREAD_LOCAL_VARIABLE {
            @Override
            void set(String context) {
                VARIABLE.set(context);
            }

            @Override
            String get() {
                return VARIABLE.get();
            }

            @Override
            void clear() {
                VARIABLE.remove();
            }

            @Override
            ReaderClient.Builder carried(ReaderClient.Builder builder) {
                return builder.taskDecorator(ContextOnEveryThreadTest::carrying);
            }
        };

        abstract void set(String context);

        abstract String get();

        abstract void clear();

        abstract ReaderClient.Builder carried(ReaderClient.Builder builder);
    }

    private static Runnable carrying(Runnable task) {
        String context = VARIABLE.get();
        return () -> {
            String before = VARIABLE.get();
            VARIABLE.set(context);
            try {
                task.run();
            } finally {
                VARIABLE.set(before);
            }
        };
    }

    @BeforeEach
    void serve() throws Exception {
        server = new SseServer();
        server.on("/v1/read", (stream, number) -> {
            gate.await();
            if (number == 1) {
                stream.answer(503, Answers.errorBody("upstream_unavailable", "{}"));
            } else {
                stream.answer(200, Answers.envelope(Answers.PAGE));
            }
        });
        server.on("/v1/jobs/job_1", ServedJob.ofPages(PAGES));
        server.on("/v1/jobs/job_1/stream", (stream, number) -> {
            stream.open();
            gate.await();
            stream.event("page", "no JSON");
            stream.event("done", "{\"status\":\"completed\",\"completed\":450,\"total\":450}");
            stream.silence();
        });
        server.on("/v1/events", (stream, number) -> {
            stream.open();
            gate.await();
            stream.event("job:progress", progress("processing"));
            stream.event("job:completed", progress("completed"));
            stream.silence();
        });
    }

    private static String progress(String status) {
        return "{\"jobId\":\"job_1\",\"status\":\"" + status + "\",\"completed\":450,\"total\":450}";
    }

    private void open(Kept kept) {
        reader = kept.carried(ReaderClient.builder()
                        .apiKey("rdr_key")
                        .baseUrl(server.url())
                        .jitter(() -> 0)
                        .httpClient(new OkHttpClient.Builder()
                                .addInterceptor(chain -> {
                                    saw("sent " + chain.request().url().encodedPath(), kept);
                                    return chain.proceed(chain.request());
                                })
                                .build())
                        .listener(new ReaderListener() {
                            @Override
                            public void onAttempt(Attempt attempt) {
                                saw("heard the attempt of " + attempt.operation(), kept);
                            }

                            @Override
                            public void onJobEnded(JobEnded end) {
                                saw("heard the end", kept);
                            }

                            @Override
                            public void onStreamOpened(StreamOpened opened) {
                                saw("heard the opening of " + opened.operation(), kept);
                            }
                        }))
                .build();
        kept.set("call 1");
    }

    private void saw(String what, Kept kept) {
        String context = kept.get();
        seen.computeIfAbsent(what, key -> ConcurrentHashMap.newKeySet()).add(context == null ? "none" : context);
    }

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        for (Kept kept : Kept.values()) {
            kept.clear();
        }
        reader.close();
        server.close();
        pool.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void asynchronousCall(Kept kept) throws Exception {
        open(kept);
        CompletableFuture<Void> end =
                reader.async().scrape("https://a.example/").thenAccept(page -> saw("completed", kept));

        kept.set("call 2");
        gate.countDown();
        end.get(WAIT_SECONDS, TimeUnit.SECONDS);

        assertThat(server.count("/v1/read")).isEqualTo(2);
        assertThat(seen).containsOnlyKeys("sent /v1/read", "heard the attempt of scrape", "completed");
        assertThat(seen.values()).containsOnly(Set.of("call 1"));
    }

    @ParameterizedTest
    @EnumSource
    void callsThatWaitForASlot_eachHaveTheirOwn(Kept kept) throws Exception {
        open(kept);
        CompletableFuture<?>[] calls = new CompletableFuture<?>[150];
        for (int i = 0; i < calls.length; i++) {
            String own = "call " + i;
            kept.set(own);
            calls[i] = reader.async().scrape("https://a.example/").thenAccept(page -> saw("completed " + own, kept));
        }
        kept.clear();

        gate.countDown();
        CompletableFuture.allOf(calls).get(WAIT_SECONDS, TimeUnit.SECONDS);

        for (int i = 0; i < calls.length; i++) {
            assertThat(seen.get("completed call " + i)).containsExactly("call " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void asynchronousWait_whoseConnectionIsShared(Kept kept) throws Exception {
        open(kept);
        CompletableFuture<Void> end = reader.async().waitForJob("job_1").thenAccept(job -> saw("completed", kept));

        kept.set("call 2");
        gate.countDown();
        end.get(WAIT_SECONDS, TimeUnit.SECONDS);

        assertThat(seen.get("sent /v1/events")).containsOnly("none");
        assertThat(seen.get("sent /v1/jobs/job_1")).containsOnly("call 1");
        assertThat(seen.get("heard the end")).containsOnly("call 1");
        assertThat(seen.get("completed")).containsOnly("call 1");
    }

    @ParameterizedTest
    @EnumSource
    void executorThatTakesTheContextOfWhoSubmits_isGivenThatOfTheCaller(Kept kept) throws Exception {
        open(kept);
        CompletableFuture<Void> end = reader.async()
                .withExecutor(task -> {
                    saw("submitted", kept);
                    pool.execute(task);
                })
                .scrape("https://a.example/")
                .thenAccept(page -> saw("completed", kept));

        kept.clear();
        gate.countDown();
        end.get(WAIT_SECONDS, TimeUnit.SECONDS);

        assertThat(seen.get("submitted")).containsOnly("call 1");
        assertThat(seen.get("completed")).containsOnly("call 1");
    }

    /** Requests everything. */
    private static final class Elements implements Flow.Subscriber<Object> {
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final Runnable onElement;

        Elements(Runnable onElement) {
            this.onElement = onElement;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object element) {
            onElement.run();
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void publishers(Kept kept) throws Exception {
        open(kept);
        Elements stream = new Elements(() -> saw("element of the stream", kept));
        Elements results = new Elements(() -> saw("element of the results", kept));
        reader.async().stream("job_1").subscribe(stream);
        reader.async().jobResults("job_1").subscribe(results);

        kept.clear();
        gate.countDown();
        stream.end.get(WAIT_SECONDS, TimeUnit.SECONDS);
        results.end.get(WAIT_SECONDS, TimeUnit.SECONDS);

        assertThat(seen)
                .containsKeys(
                        "sent /v1/jobs/job_1/stream",
                        "sent /v1/jobs/job_1",
                        "heard the opening of streamJob",
                        "element of the stream",
                        "element of the results");
        assertThat(seen.values()).containsOnly(Set.of("call 1"));
    }

    @ParameterizedTest
    @EnumSource
    void blockingStream_andResultsThatAreReadAhead(Kept kept) {
        open(kept);
        gate.countDown();
        try (JobStream stream = reader.stream("job_1")) {
            assertThat(stream.stream()).hasSizeGreaterThan(PAGES);
        }
        int count = 0;
        for (Page page : reader.jobResults("job_1")) {
            assertThat(page.url()).isNotNull();
            count++;
        }

        assertThat(count).isEqualTo(PAGES);
        assertThat(seen).containsKeys("sent /v1/jobs/job_1/stream", "sent /v1/jobs/job_1");
        assertThat(seen.values()).containsOnly(Set.of("call 1"));
    }

    @ParameterizedTest
    @EnumSource
    void subscription(Kept kept) throws Exception {
        open(kept);
        CountDownLatch told = new CountDownLatch(1);
        WorkspaceSubscription subscription = reader.subscribe(event -> {
            saw("event", kept);
            if (event instanceof WorkspaceEvent.JobCompleted) {
                told.countDown();
            }
        });
        kept.clear();

        gate.countDown();

        assertThat(told.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        subscription.close();
        assertThat(seen.get("event")).containsOnly("call 1");
        assertThat(seen.get("sent /v1/events")).containsOnly("call 1");
    }

    @ParameterizedTest
    @EnumSource
    void threadsOfTheClient_keepNoContextOfAnEarlierCall(Kept kept) throws Exception {
        open(kept);
        gate.countDown();
        reader.async().scrape("https://a.example/").get(WAIT_SECONDS, TimeUnit.SECONDS);
        kept.clear();
        seen.clear();

        reader.async()
                .scrape("https://a.example/")
                .thenAccept(page -> saw("completed", kept))
                .get(WAIT_SECONDS, TimeUnit.SECONDS);

        assertThat(seen.values()).containsOnly(Set.of("none"));
    }

    /** A decorator that makes a call fail or hang would be worse than a missing context. */
    enum Faulty implements UnaryOperator<Runnable> {
        THROWS_WHEN_ASKED {
            @Override
            public Runnable apply(Runnable task) {
                throw new IllegalStateException("no context");
            }
        },
        RETURNS_NULL {
            @Override
            public Runnable apply(Runnable task) {
                return null;
            }
        },
        THROWS_BEFORE_THE_TASK {
            @Override
            public Runnable apply(Runnable task) {
                return () -> {
                    throw new IllegalStateException("no context");
                };
            }
        },
        DROPS_THE_TASK {
            @Override
            public Runnable apply(Runnable task) {
                return () -> {};
            }
        },
        RUNS_IT_ELSEWHERE {
            @Override
            public Runnable apply(Runnable task) {
                return () -> ForkJoinPool.commonPool().execute(task);
            }
        },
        RUNS_IT_TWICE {
            @Override
            public Runnable apply(Runnable task) {
                return () -> {
                    task.run();
                    task.run();
                };
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void faultyDecorator_isLoggedOnce_andHarmsNoCall(Faulty decorator) throws Exception {
        gate.countDown();
        try (LogCapture.Lines log = LogCapture.open()) {
            reader = ReaderClient.builder()
                    .apiKey("rdr_key")
                    .baseUrl(server.url())
                    .jitter(() -> 0)
                    .taskDecorator(decorator)
                    .build();

            assertThat(reader.async().scrape("https://a.example/").get(WAIT_SECONDS, TimeUnit.SECONDS))
                    .isNotNull();
            assertThat(reader.async()
                            .waitForJob("job_1")
                            .get(WAIT_SECONDS, TimeUnit.SECONDS)
                            .results())
                    .hasSize(PAGES);
            try (JobStream stream = reader.stream("job_1")) {
                assertThat(stream.stream()).hasSizeGreaterThan(PAGES);
            }

            assertThat(server.count("/v1/read")).isEqualTo(2);
            assertThat(log.texts(org.slf4j.event.Level.WARN))
                    .filteredOn(text -> text.contains("task decorator"))
                    .hasSize(decorator == Faulty.RUNS_IT_TWICE ? 0 : 1);
        }
    }
}
