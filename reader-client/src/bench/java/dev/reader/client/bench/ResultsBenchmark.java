package dev.reader.client.bench;

import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Iterates over the 2,000 results of 50 KB of a completed job. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 15)
@Fork(3)
public class ResultsBenchmark {
    static final int PAGES = 2_000;

    /** Polls, because the job has completed: only the collection of results takes time. */
    private static final WaitOptions POLLING =
            WaitOptions.builder().pollInterval(Duration.ofSeconds(1)).build();

    /** The delay of the server before each response. */
    @Param({"0", "20"})
    long delayMillis;

    private CheapServer server;
    private ByHand byHand;
    private ReaderClient reader;

    @Setup
    public void open() throws IOException {
        server = new CheapServer(PAGES, delayMillis);
        byHand = new ByHand(server.url());
        reader = ReaderClient.builder().apiKey("rdr_key").baseUrl(server.url()).build();
    }

    @TearDown
    public void close() throws IOException {
        reader.close();
        byHand.close();
        server.close();
    }

    @Benchmark
    public long byHand() throws IOException {
        AtomicLong characters = new AtomicLong();
        byHand.eachResult("job_1", page -> characters.addAndGet(page.markdown().length()));
        return characters.get();
    }

    @Benchmark
    public long jobResults() {
        long characters = 0;
        for (Page page : reader.jobResults("job_1")) {
            characters += page.markdown().length();
        }
        return characters;
    }

    @Benchmark
    public long waitForJob() {
        long characters = 0;
        for (Page page : reader.waitForJob("job_1", POLLING).results()) {
            characters += page.markdown().length();
        }
        return characters;
    }
}
