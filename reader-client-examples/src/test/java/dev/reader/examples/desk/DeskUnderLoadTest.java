package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.TestSite;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 500 browsers watch while a marketplace asks 200 times a second, with a healthy Reader, one that answers 429, and none.
 * {@code -Ddesk.load.seconds=120} makes it longer, {@code -Ddesk.load.millis=50} stricter; docs/benchmarks.md has figures.
 */
@Tag("drill")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DeskUnderLoadTest {
    private static final int SECONDS = Integer.getInteger("desk.load.seconds", 20);
    private static final int BROWSERS = 500;
    private static final int POLLS_A_SECOND = 200;
    private static final long SECOND_NANOS = 1_000_000_000L;
    /** Holds on a machine that other builds keep busy. A marketplace waits for 8 s, after which a poll has failed. */
    private static final Duration BOUND = Duration.ofMillis(Integer.getInteger("desk.load.millis", 4_000));

    private static final int WARM_UP_SECONDS = 3;

    private static final String ORDERS_KEY = "the-key-of-the-marketplace";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void status_isToldFast_whileBrowsersWatchAndReaderFails() throws Exception {
        TestSite site = open(new TestSite());
        LocalReader local = open(LocalReader.builder()
                .withoutChromium()
                .allowPrivateNetworks()
                .fault(Fault.of(Fault.Kind.SLOW_PAGE, 100))
                .start());
        DeskInstance process = open(startDesk(local));
        String desk = process.url();
        order(desk, "ended", urls(site, "/ended/", 10));
        Eventually.await(
                "an order is completed",
                Duration.ofSeconds(60),
                () -> status(desk, "ended").contains("\"completed\""));
        String watched = process.client()
                .submit(Map.of("kind", "batch", "urls", String.join("\n", urls(site, "/watched/", 50))));
        order(desk, "running", urls(site, "/running/", 1_000));
        order(desk, "held", List.of(site.url("/held/1")));

        List<LoadBrowser> browsers = new ArrayList<>();
        HttpClient streams = HttpClient.newHttpClient();
        for (int i = 0; i < BROWSERS; i++) {
            String path = i % 5 == 0 ? "/jobs/events" : watched + "/events";
            browsers.add(new LoadBrowser(streams, desk + path));
        }
        Eventually.await(
                "every browser gets the state",
                Duration.ofSeconds(30),
                () -> browsers.stream().allMatch(browser -> browser.events() > 0));

        List<String> orders = List.of("ended", "running", "held");
        poll(desk, orders, WARM_UP_SECONDS);
        Latencies healthy = poll(desk, orders, SECONDS / 2);
        Eventually.await(
                "every browser sees the end",
                Duration.ofSeconds(60),
                () -> browsers.stream().allMatch(LoadBrowser::sawTheEnd));
        assertThat(local.openStreams()).as("connections to Reader's events").isEqualTo(1);
        double requests = process.metric("desk_requests_last_minute");

        local.faults().add(Fault.of(Fault.Kind.RATE_LIMIT, Integer.MAX_VALUE));
        Latencies limited = poll(desk, orders, SECONDS / 4);
        local.close();
        Latencies down = poll(desk, orders, SECONDS / 4);

        assertThat(browsers).noneMatch(LoadBrowser::disconnected);
        System.out.printf(
                "%d browsers, %d polls a second; load average %.1f%n  healthy: %s%n  429: %s%n  down: %s%n"
                        + "  requests to Reader in a minute: %.0f%n",
                BROWSERS,
                POLLS_A_SECOND,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                healthy,
                limited,
                down,
                requests);
        for (Latencies each : List.of(healthy, limited, down)) {
            assertThat(each.failures()).as("polls that failed").isEmpty();
            assertThat(each.percentile(99)).isLessThan(BOUND);
        }
    }

    /** Starts each poll at its time, whether or not earlier ones are answered; what it waits counts. */
    private Latencies poll(String desk, List<String> orders, int seconds) throws Exception {
        int count = seconds * POLLS_A_SECOND;
        long[] nanos = new long[count];
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<?>> polls = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * (SECOND_NANOS / POLLS_A_SECOND);
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            int number = i;
            polls.add(http.sendAsync(
                            statusRequest(desk, orders.get(i % orders.size())), HttpResponse.BodyHandlers.ofString())
                    .handle((response, failure) -> {
                        nanos[number] = System.nanoTime() - due;
                        if (failure != null || response.statusCode() != 200) {
                            failures.add(failure != null ? failure.toString() : response.toString());
                        }
                        return null;
                    }));
        }
        CompletableFuture.allOf(polls.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        return Latencies.of(nanos, failures);
    }

    private void order(String desk, String id, List<String> urls) throws Exception {
        String list = String.join("\",\"", urls);
        HttpRequest request = HttpRequest.newBuilder(URI.create(desk + "/orders"))
                .header("Authorization", "Bearer " + ORDERS_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"order_id\":\"" + id + "\",\"inputs\":{\"urls\":[\"" + list + "\"]}}"))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    }

    private String status(String desk, String order) throws Exception {
        return http.send(statusRequest(desk, order), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpRequest statusRequest(String desk, String order) {
        return HttpRequest.newBuilder(URI.create(desk + "/orders/" + order + "/status"))
                .header("Authorization", "Bearer " + ORDERS_KEY)
                .timeout(Duration.ofSeconds(8))
                .build();
    }

    private DeskInstance startDesk(LocalReader local) throws Exception {
        return DeskInstance.start(
                Map.of(
                        "READER_API_KEY",
                        local.apiKey(),
                        "READER_API_URL",
                        local.baseUrl(),
                        "READER_DESK_ORDERS_KEY",
                        ORDERS_KEY),
                "--database",
                "jdbc:h2:file:" + directory.resolve("desk").toAbsolutePath());
    }

    private static List<String> urls(TestSite site, String prefix, int number) {
        return IntStream.range(0, number)
                .mapToObj(page -> site.url(prefix + page))
                .toList();
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    /** A stream that is read without a thread of its own. */
    private static final class LoadBrowser {
        private final AtomicInteger events = new AtomicInteger();
        private final CompletableFuture<?> end;
        private volatile boolean ended;

        LoadBrowser(HttpClient http, String url) {
            end = http.sendAsync(
                    HttpRequest.newBuilder(URI.create(url)).build(),
                    HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(this::accept)));
        }

        private void accept(String line) {
            if (line.startsWith("event: ")) {
                events.incrementAndGet();
            } else if (line.contains("\"state completed\"")) {
                ended = true;
            }
        }

        int events() {
            return events.get();
        }

        boolean sawTheEnd() {
            return ended;
        }

        boolean disconnected() {
            return end.isDone();
        }
    }

    private record Lines(Consumer<String> consumer) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            consumer.accept(line);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    /** Sorted. */
    private record Latencies(long[] nanos, List<String> failures) {
        static Latencies of(long[] nanos, List<String> failures) {
            Arrays.sort(nanos);
            return new Latencies(nanos, failures);
        }

        Duration percentile(double percent) {
            return Duration.ofNanos(nanos[(int) Math.min(nanos.length - 1, nanos.length * percent / 100)]);
        }

        @Override
        public String toString() {
            return "%d polls, p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, longest %.1f ms"
                    .formatted(nanos.length, millis(50), millis(99), millis(99.9), millis(100));
        }

        private double millis(double percent) {
            return percentile(percent).toNanos() / 1e6;
        }
    }
}
