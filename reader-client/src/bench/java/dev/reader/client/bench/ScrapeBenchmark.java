package dev.reader.client.bench;

import dev.reader.client.ReaderClient;
import dev.reader.client.ReaderListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
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
    private CheapServer server;
    private ByHand byHand;
    private ReaderClient reader;
    private ReaderClient watched;
    private final LongAdder heard = new LongAdder();

    @Setup
    public void open() throws IOException {
        server = new CheapServer(0, 0);
        byHand = new ByHand(server.url());
        reader = ReaderClient.builder().apiKey("rdr_key").baseUrl(server.url()).build();
        watched = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .rateLimiter(() -> Duration.ZERO)
                .listener(new ReaderListener() {
                    @Override
                    public void onAttempt(Attempt attempt) {
                        heard.increment();
                    }

                    @Override
                    public void onCall(Call call) {
                        heard.increment();
                    }
                })
                .build();
    }

    @TearDown
    public void close() throws IOException {
        reader.close();
        watched.close();
        byHand.close();
        server.close();
    }

    @Benchmark
    public Object byHand() throws IOException {
        return byHand.scrape("https://example.com/");
    }

    @Benchmark
    public Object scrape() {
        return reader.scrape("https://example.com/");
    }

    /** With a listener and a limiter. */
    @Benchmark
    public Object watched() {
        return watched.scrape("https://example.com/");
    }
}
