package dev.reader.client.bench;

import dev.reader.client.ReaderClient;
import dev.reader.client.ReaderListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Scrapes a page of 50 KB over an open connection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ScrapeBenchmark {
    /** How many calls a turn of many has. */
    static final int MANY = 400;

    private static final int IN_FLIGHT = 16;
    private static final String URL = "https://example.com/";

    private CheapServer server;
    private ByHand byHand;
    private ReaderClient reader;
    private ReaderClient listened;
    private ReaderClient watched;
    private final LongAdder heard = new LongAdder();

    @Setup
    public void open() throws IOException {
        server = new CheapServer(0, 0);
        byHand = new ByHand(server.url());
        reader = ReaderClient.builder().apiKey("rdr_key").baseUrl(server.url()).build();
        listened = listened().build();
        watched = listened().rateLimiter(() -> Duration.ZERO).build();
    }

    private ReaderClient.Builder listened() {
        return ReaderClient.builder().apiKey("rdr_key").baseUrl(server.url()).listener(new ReaderListener() {
            @Override
            public void onAttempt(Attempt attempt) {
                heard.increment();
            }

            @Override
            public void onCall(Call call) {
                heard.increment();
            }
        });
    }

    @TearDown
    public void close() throws IOException {
        reader.close();
        listened.close();
        watched.close();
        byHand.close();
        server.close();
    }

    @Benchmark
    public Object byHand() throws IOException {
        return byHand.scrape(URL);
    }

    @Benchmark
    public Object scrape() {
        return reader.scrape(URL);
    }

    @Benchmark
    public Object asyncByHand() throws IOException {
        return byHand.scrapeAsync(URL).join();
    }

    @Benchmark
    public Object asyncScrape() {
        return reader.async().scrape(URL).join();
    }

    /** Many calls, {@value #IN_FLIGHT} of them at any time. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public Object manyByHand() throws IOException, InterruptedException {
        return many(() -> byHand.scrapeAsync(URL));
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public Object manyScrapes() throws IOException, InterruptedException {
        return many(() -> reader.async().scrape(URL));
    }

    /** Starts an asynchronous call. */
    private interface Start {
        CompletableFuture<?> call() throws IOException;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // counted instead
    private static Object many(Start start) throws IOException, InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < MANY; i++) {
            free.acquire();
            start.call().whenComplete((page, failure) -> {
                if (failure == null) {
                    done.incrementAndGet();
                }
                free.release();
            });
        }
        free.acquire(IN_FLIGHT);
        if (done.get() != MANY) {
            throw new IllegalStateException(done + " of " + MANY + " calls succeeded");
        }
        return done;
    }

    @Benchmark
    public Object withListener() {
        return listened.scrape(URL);
    }

    /** With a listener and a limiter. */
    @Benchmark
    public Object watched() {
        return watched.scrape(URL);
    }
}
