package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A context in a thread-local variable, as the MDC of SLF4J is, which an executor of the caller carries over. */
@Timeout(60)
class ContextOfTheCallerTest {
    private static final ThreadLocal<String> CONTEXT = ThreadLocal.withInitial(() -> "none");
    private static final int WAIT_SECONDS = 40;

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final CountDownLatch gate = new CountDownLatch(1);
    private SseServer server;
    private ReaderClient reader;

    /** Runs tasks with the context of the thread that made it. */
    private static Executor carrying(Executor target) {
        String context = CONTEXT.get();
        return task -> target.execute(() -> {
            CONTEXT.set(context);
            try {
                task.run();
            } finally {
                CONTEXT.remove();
            }
        });
    }

    @BeforeEach
    void serve() throws Exception {
        server = new SseServer();
        server.on("/v1/read", (stream, number) -> {
            gate.await();
            stream.answer(200, Answers.envelope(Answers.PAGE));
        });
        server.on("/v1/jobs/job_1", ServedJob.ofPages(3).status("processing"));
        server.on("/v1/events", (stream, number) -> {
            stream.open();
            gate.await();
            ServedJob ended = ServedJob.ofPages(3);
            server.on("/v1/jobs/job_1", ended);
            stream.event("job:progress", progress("processing"));
            stream.event("job:completed", progress("completed"));
            stream.silence();
        });
        reader = ReaderClient.builder().apiKey("rdr_key").baseUrl(server.url()).build();
    }

    private static String progress(String status) {
        return "{\"jobId\":\"job_1\",\"status\":\"" + status + "\",\"completed\":3,\"total\":3}";
    }

    @AfterEach
    void close() throws Exception {
        CONTEXT.remove();
        reader.close();
        server.close();
        pool.shutdownNow();
    }

    /** A view for the context that the caller has now. */
    private AsyncReaderClient asyncIn(String context) {
        CONTEXT.set(context);
        try {
            return reader.async().withExecutor(carrying(pool));
        } finally {
            CONTEXT.remove();
        }
    }

    @Test
    void completionsOfCalls_haveTheContextOfTheirCaller_alsoThoseThatShareAConnection() throws Exception {
        Map<String, CompletableFuture<String>> seen = new HashMap<>();
        for (String context : List.of("request 1", "request 2", "request 3")) {
            AsyncReaderClient async = asyncIn(context);
            seen.put("scrape of " + context, async.scrape("https://a.example/").thenApply(page -> CONTEXT.get()));
            seen.put("wait of " + context, async.waitForJob("job_1").thenApply(job -> CONTEXT.get()));
        }

        gate.countDown();

        for (Map.Entry<String, CompletableFuture<String>> one : seen.entrySet()) {
            assertThat(one.getKey()).endsWith(one.getValue().get(WAIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void everythingThatARetriedCallDoes_hasTheContext() throws Exception {
        server.on("/v1/read", (stream, number) -> {
            if (number < 3) {
                stream.answer(503, Answers.errorBody("upstream_unavailable", "{}"));
            } else {
                stream.answer(200, Answers.envelope(Answers.PAGE));
            }
        });
        List<String> seen = new CopyOnWriteArrayList<>();
        Queue<Duration> permits = new ConcurrentLinkedQueue<>(List.of(Duration.ofMillis(20)));
        ReaderListener listener = new ReaderListener() {
            @Override
            public void onAttempt(Attempt attempt) {
                seen.add("attempt " + attempt.number() + " heard in " + CONTEXT.get());
            }

            @Override
            public void onRetry(Retry retry) {
                seen.add("retry heard in " + CONTEXT.get());
            }

            @Override
            public void onCall(Call call) {
                seen.add("call heard in " + CONTEXT.get());
            }

            @Override
            public void onRateLimitWait(RateLimitWait wait) {
                seen.add("wait for a permit heard in " + CONTEXT.get());
            }
        };
        try (ReaderClient watched = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .jitter(() -> 0)
                .listener(listener)
                .rateLimiter(() -> {
                    seen.add("permit asked for in " + CONTEXT.get());
                    Duration wait = permits.poll();
                    return wait == null ? Duration.ZERO : wait;
                })
                .callFactory(http -> request -> {
                    seen.add("call made in " + CONTEXT.get());
                    return http.newCall(request);
                })
                .build()) {
            CONTEXT.set("request 5");
            CompletableFuture<Page> end =
                    watched.async().withExecutor(carrying(pool)).scrape("https://a.example/");
            CONTEXT.remove();

            assertThat(end.get(WAIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
        }

        assertThat(seen)
                .contains(
                        "attempt 3 heard in request 5",
                        "call heard in request 5",
                        "wait for a permit heard in request 5")
                .allSatisfy(what -> assertThat(what).endsWith(" in request 5"));
        assertThat(seen)
                .filteredOn("call made in request 5"::equals)
                .as("attempts")
                .hasSize(3);
        assertThat(seen).filteredOn("permit asked for in request 5"::equals).hasSize(4);
        assertThat(seen).filteredOn("retry heard in request 5"::equals).hasSize(2);
    }

    @Test
    void waitThatFollowsACreation_hasTheContext() throws Exception {
        server.on(
                "/v1/read",
                (stream, number) -> stream.answer(201, Answers.envelope(Answers.job("job_1", "queued", 0, 3))));
        List<String> seen = new CopyOnWriteArrayList<>();
        WaitOptions options = WaitOptions.builder()
                .onProgress(progress -> seen.add(CONTEXT.get()))
                .build();
        CompletableFuture<String> end = asyncIn("request 8")
                .read(BatchRequest.of("https://a.example/"), options)
                .thenApply(result -> CONTEXT.get());

        gate.countDown();

        assertThat(end.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("request 8");
        assertThat(seen).isNotEmpty().containsOnly("request 8");
    }

    @Test
    void progressOfAWait_hasTheContext() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        WaitOptions options = WaitOptions.builder()
                .timeout(Duration.ofMinutes(1))
                .onProgress(progress -> seen.add(CONTEXT.get()))
                .build();
        CompletableFuture<?> wait = asyncIn("request 4").waitForJob("job_1", options);

        gate.countDown();
        wait.get(WAIT_SECONDS, TimeUnit.SECONDS);

        assertThat(seen).isNotEmpty().containsOnly("request 4");
    }

    @Test
    void signalsOfAPublisher_haveTheContext() throws Exception {
        server.on("/v1/jobs/job_1", ServedJob.ofPages(3));
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> end = new CompletableFuture<>();

        asyncIn("request 6").jobResults("job_1").subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                seen.add(CONTEXT.get());
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Page page) {
                seen.add(CONTEXT.get());
            }

            @Override
            public void onError(Throwable failure) {
                end.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                seen.add(CONTEXT.get());
                end.complete(null);
            }
        });
        end.get(WAIT_SECONDS, TimeUnit.SECONDS);

        assertThat(seen).hasSize(5).containsOnly("request 6");
    }
}
