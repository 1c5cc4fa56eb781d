package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cancelling a subscription and requesting nothing mean to the connection, over real sockets. */
@Timeout(300)
class PublisherConnectionTest {
    private static final String RECORD = "/v1/jobs/job_1";
    private static final String STREAM = RECORD + "/stream";
    private static final String EVENTS = "/v1/events";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int CHARACTERS = 256 * 1024;
    private static final int ENDLESS = 2_000;
    /** What the kernel holds of both ends of a connection, and something for the client. */
    private static final long HELD = 24L << 20;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private SseServer server;
    private ReaderClient reader;

    /** A publisher, the path that it reads, and an event of its stream. */
    record Published(String path, String event, Function<AsyncReaderClient, Flow.Publisher<?>> of) {
        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Published> streams() {
        return Stream.of(
                new Published(STREAM, "page", async -> async.stream("job_1")),
                new Published(EVENTS, "job:progress", AsyncReaderClient::subscribe));
    }

    static Stream<Published> all() {
        return Stream.concat(streams(), Stream.of(new Published(RECORD, "", async -> async.jobResults("job_1"))));
    }

    /** Requests as many elements as the test says, when it says so. */
    private static final class Manual implements Flow.Subscriber<Object> {
        final AtomicInteger received = new AtomicInteger();
        final CountDownLatch subscribed = new CountDownLatch(1);
        private volatile Flow.Subscription subscription;

        static Manual of(Flow.Publisher<?> publisher) throws InterruptedException {
            Manual subscriber = new Manual();
            publisher.subscribe(subscriber);
            assertThat(subscriber.subscribed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            subscribed.countDown();
        }

        @Override
        public void onNext(Object element) {
            received.incrementAndGet();
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    @BeforeEach
    void serve() throws IOException {
        server = new SseServer();
        server.on(RECORD, ServedJob.ofPages(0).status("processing"));
        reader = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .time(new FakeTime())
                .build();
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("all")
    void cancelledSubscription_closesTheConnection_andLeavesTheJob(Published published) throws Exception {
        server.on(published.path(), (stream, number) -> {
            if (!published.event().isEmpty()) {
                stream.open();
            }
            reached.countDown();
            stream.silence();
            left.countDown();
        });
        Manual subscriber = Manual.of(published.of().apply(reader.async()));
        subscriber.subscription.request(1);
        assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(left.getCount()).as("the connection is open").isEqualTo(1);

        subscriber.subscription.cancel();

        assertThat(left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the connection is closed")
                .isTrue();
        Eventually.within(PATIENCE, "nothing under way", reader::isIdle);
        assertThat(server.raw().requests())
                .as("requests, of which none cancels the job")
                .allMatch(request -> request.method().equals("GET"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void withoutDemand_theServerIsSlowedDown_andGoesOnWithIt(Published published) throws Exception {
        String text = "x".repeat(CHARACTERS);
        String data = published.path().equals(STREAM)
                ? "{\"url\":\"https://a.example/N\",\"markdown\":\"" + text + "\"}"
                : "{\"jobId\":\"job_N\",\"status\":\"processing\",\"completed\":1,\"total\":9,\"more\":\"" + text
                        + "\"}";
        server.on(published.path(), (stream, number) -> {
            stream.open();
            for (int i = 0; i < ENDLESS; i++) {
                stream.event(published.event(), data.replace("N", String.valueOf(i)));
                written.addAndGet(CHARACTERS);
            }
            stream.silence();
        });
        Manual subscriber = Manual.of(published.of().apply(reader.async()));
        subscriber.subscription.request(1);
        Eventually.within(PATIENCE, "the first event", () -> subscriber.received.get() == 1);

        long held = whenItStops();

        assertThat(held).as("bytes written without demand").isLessThan(HELD);
        assertThat(subscriber.received).as("events delivered").hasValue(1);

        subscriber.subscription.request(200);
        Eventually.within(PATIENCE, "what was requested", () -> subscriber.received.get() == 201);
        assertThat(written.get()).as("the server writes again").isGreaterThan(held);
        subscriber.subscription.cancel();
    }

    /** Waits until the server writes nothing for a while, and returns how much it has written. */
    private long whenItStops() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long before = -1;
        while (before != written.get()) {
            before = written.get();
            assertThat(never.await(300, TimeUnit.MILLISECONDS)).isFalse();
        }
        return before;
    }
}
