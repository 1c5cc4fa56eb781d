package dev.reader.client.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.JobStream;
import dev.reader.client.ReaderClient;
import dev.reader.client.event.JobEvent;
import dev.reader.client.internal.json.Json;
import dev.reader.client.model.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
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

/** Compares a stream with OkHttp read line by line and the same JSON binding. Server and client share the machine. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 4)
@Fork(2)
public class StreamBenchmark {
    static final int PAGES = 2_000;
    static final int EVENTS = 400_000;
    private static final TypeReference<Page> PAGE = new TypeReference<>() {};
    private static final TypeReference<JobEvent.Progress> PROGRESS = new TypeReference<>() {};
    private static final String DATA = "data: ";

    private final OkHttpClient http = new OkHttpClient();
    private EventServer pages;
    private EventServer events;
    private ReaderClient pageReader;
    private ReaderClient eventReader;

    /** Prepares the streams: 2,000 pages of 50 KB, and 400,000 progress events. */
    @Setup
    public void serve() throws IOException {
        String paragraph = "Some words of a page, with a [link](https://example.com) and a line's end.\\n";
        String markdown = paragraph.repeat(50 * 1024 / paragraph.length());
        ByteArrayOutputStream stream = new ByteArrayOutputStream(PAGES * (markdown.length() + 200));
        for (int i = 0; i < PAGES; i++) {
            stream.write(
                    event("page", "{\"url\":\"https://example.com/" + i + "\",\"markdown\":\"" + markdown + "\"}"));
        }
        stream.write(event("done", "{\"status\":\"completed\",\"completed\":" + PAGES + ",\"total\":" + PAGES + "}"));
        pages = new EventServer(stream.toByteArray());
        stream.reset();
        for (int i = 0; i < EVENTS; i++) {
            stream.write(
                    event("progress", "{\"status\":\"processing\",\"completed\":" + i + ",\"total\":" + EVENTS + "}"));
        }
        stream.write(event("done", "{\"status\":\"completed\",\"completed\":0,\"total\":0}"));
        events = new EventServer(stream.toByteArray());
        pageReader =
                ReaderClient.builder().apiKey("rdr_bench").baseUrl(pages.url()).build();
        eventReader =
                ReaderClient.builder().apiKey("rdr_bench").baseUrl(events.url()).build();
    }

    private static byte[] event(String name, String data) {
        return ("event: " + name + "\n" + DATA + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Closes the client and the servers. */
    @TearDown
    public void close() throws IOException {
        pageReader.close();
        eventReader.close();
        pages.close();
        events.close();
    }

    /** 2,000 pages of 50 KB through the client. */
    @Benchmark
    @OperationsPerInvocation(PAGES)
    public long pagesByTheClient() {
        return read(pageReader, PAGES);
    }

    /** The same through OkHttp by hand. */
    @Benchmark
    @OperationsPerInvocation(PAGES)
    public long pagesByHand() throws IOException {
        return readByHand(pages, PAGE, PAGES);
    }

    /** 400,000 progress events through the client. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long smallEventsByTheClient() {
        return read(eventReader, EVENTS);
    }

    /** The same through OkHttp by hand. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long smallEventsByHand() throws IOException {
        return readByHand(events, PROGRESS, EVENTS);
    }

    /** 2,000 pages of 50 KB through the publisher. */
    @Benchmark
    @OperationsPerInvocation(PAGES)
    public long pagesByThePublisher() {
        return subscribed(pageReader, PAGES, Long.MAX_VALUE);
    }

    /** 400,000 progress events through the publisher. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long smallEventsByThePublisher() {
        return subscribed(eventReader, EVENTS, Long.MAX_VALUE);
    }

    /** 400,000 progress events through the publisher, each requested on its own. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long smallEventsOneByOne() {
        return subscribed(eventReader, EVENTS, 1);
    }

    private static long subscribed(ReaderClient reader, int expected, long demand) {
        CompletableFuture<Long> end = new CompletableFuture<>();
        reader.async().stream("job_1").subscribe(new Counter(end, demand));
        return checked(end.join(), expected);
    }

    /** Counts the events of a subscription, and requests more of them whenever its demand is met. */
    private static final class Counter implements Flow.Subscriber<JobEvent> {
        private final CompletableFuture<Long> end;
        private final long demand;
        private Flow.Subscription subscription;
        private long count;

        Counter(CompletableFuture<Long> end, long demand) {
            this.end = end;
            this.demand = demand;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            subscription.request(demand);
        }

        @Override
        public void onNext(JobEvent event) {
            count += event instanceof JobEvent.Done ? 0 : 1;
            if (demand == 1) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(count);
        }
    }

    private static long read(ReaderClient reader, int expected) {
        long count = 0;
        try (JobStream stream = reader.stream("job_1")) {
            for (JobEvent event : stream) {
                count += event instanceof JobEvent.Done ? 0 : 1;
            }
        }
        return checked(count, expected);
    }

    private long readByHand(EventServer server, TypeReference<?> type, int expected) throws IOException {
        Request request = new Request.Builder().url(server.url()).build();
        long count = 0;
        boolean done = false;
        try (Response response = http.newCall(request).execute()) {
            BufferedSource source = response.body().source();
            for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
                if (line.equals("event: done")) {
                    done = true;
                } else if (!done && line.startsWith(DATA)) {
                    Json.read(line.substring(DATA.length()), type);
                    count++;
                }
            }
        }
        return checked(count, expected);
    }

    private static long checked(long count, int expected) {
        if (count != expected) {
            throw new IllegalStateException(count + " instead of " + expected);
        }
        return count;
    }
}
