package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 500 browsers watch one job, and a marketplace asks 200 times a second. {@code -Ddesk.load.seconds=120} is the run of
 * docs/benchmarks.md. The limits are wide, because the machine may be busy; the figures are printed.
 */
@Tag("drill")
class DeskLoadTest {
    private static final int BROWSERS = 500;
    private static final int POLLS_PER_SECOND = 200;
    private static final int SECONDS = Integer.getInteger("desk.load.seconds", 20);
    private static final String KEY = "key of the market";

    @TempDir
    Path directory;

    @Test
    void browsers_andAMarketplace_atOnce() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (LocalReader reader = LocalReader.builder()
                        .withoutChromium()
                        .fault(Fault.of(Fault.Kind.SLOW_PAGE, 500))
                        .start();
                DeskProcess desk = new DeskProcess(
                                port,
                                directory,
                                Map.of(
                                        "READER_API_KEY", reader.apiKey(),
                                        "READER_API_URL", reader.baseUrl(),
                                        "READER_DESK_ORDERS_KEY", KEY))
                        .await();
                Selector selector = Selector.open()) {
            String urls = IntStream.range(0, 1_000)
                    .mapToObj(i -> reader.siteUrl() + "?" + i)
                    .collect(Collectors.joining("\n"));
            String job = new DeskClient(desk.url()).submit(Map.of("urls", urls));
            new Marketplace(desk.url(), "Bearer " + KEY).order("load", "{\"urls\":[\"" + reader.siteUrl() + "\"]}");
            AtomicIntegerArray events = new AtomicIntegerArray(BROWSERS);
            AtomicBoolean ended = new AtomicBoolean();
            Thread browsers = new Thread(() -> read(selector, events, ended), "browsers");
            connect(selector, port, job);
            browsers.start();
            int streamsBefore = reader.openStreams();

            List<Long> micros = poll(desk.url());

            ended.set(true);
            browsers.join();
            Collections.sort(micros);
            long p50 = micros.get(micros.size() / 2);
            long p99 = micros.get(micros.size() * 99 / 100);
            int watched = (int)
                    IntStream.range(0, BROWSERS).filter(i -> events.get(i) > 0).count();
            System.out.printf(
                    "desk load: %d s, %d browsers, %d polls, p50 %.1f ms, p99 %.1f ms, max %.1f ms, %d streams at Reader%n",
                    SECONDS,
                    watched,
                    micros.size(),
                    p50 / 1e3,
                    p99 / 1e3,
                    micros.get(micros.size() - 1) / 1e3,
                    reader.openStreams());
            assertThat(streamsBefore).as("one connection to Reader").isEqualTo(1);
            assertThat(watched).isEqualTo(BROWSERS);
            assertThat(micros.size()).isGreaterThan(POLLS_PER_SECOND * SECONDS / 2);
            assertThat(p99).isLessThan(Duration.ofSeconds(2).toNanos() / 1_000);
        }
    }

    private static void connect(Selector selector, int port, String job) throws IOException {
        byte[] request = ("GET " + job + "/events HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < BROWSERS; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(request));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, i);
        }
    }

    private static void read(Selector selector, AtomicIntegerArray events, AtomicBoolean ended) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (!ended.get()) {
                selector.select(200);
                for (SelectionKey key : selector.selectedKeys()) {
                    buffer.clear();
                    int length = ((SocketChannel) key.channel()).read(buffer);
                    if (length < 0) {
                        key.cancel();
                    } else if (new String(buffer.array(), 0, length, StandardCharsets.UTF_8).contains("event: ")) {
                        events.incrementAndGet((int) key.attachment());
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks at an even pace, whether or not earlier answers have come, and returns the times in microseconds. */
    private static List<Long> poll(String url) throws InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/orders/load/status"))
                .header("Authorization", "Bearer " + KEY)
                .timeout(Duration.ofSeconds(8))
                .build();
        List<Long> micros = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<?>> answers = Collections.synchronizedList(new ArrayList<>());
        Set<String> failures = ConcurrentHashMap.newKeySet();
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> pacing = pace.scheduleAtFixedRate(
                () -> {
                    long start = System.nanoTime();
                    answers.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                            .whenComplete((response, failure) -> {
                                micros.add((System.nanoTime() - start) / 1_000);
                                if (failure != null || response.statusCode() != 200) {
                                    failures.add(
                                            failure == null ? "status " + response.statusCode() : failure.toString());
                                }
                            }));
                },
                0,
                1_000_000 / POLLS_PER_SECOND,
                TimeUnit.MICROSECONDS);
        TimeUnit.SECONDS.sleep(SECONDS); // the length of the load
        pacing.cancel(false);
        pace.shutdown();
        assertThat(pace.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .exceptionally(failure -> null)
                .join();
        assertThat(failures).isEmpty();
        return new ArrayList<>(micros);
    }
}
