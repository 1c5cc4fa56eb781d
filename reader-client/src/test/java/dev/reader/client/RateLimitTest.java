package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.internal.http.SlidingWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rate limit, kept by a limiter or learned from a 429, in simulated time; the calls block or don't. */
@Timeout(300)
class RateLimitTest {
    private static final ScrapeRequest PAGE = ScrapeRequest.of("https://example.com/");

    private final Simulation simulation = new Simulation();
    private final SimulatedTime time = simulation.time;
    private final List<Duration> arrivals = Collections.synchronizedList(new ArrayList<>());

    /** Serves a path after a latency; notes when each request arrives. */
    private void serve(String path, Duration latency, SseServer.Script script) {
        simulation.server.on(path, (stream, number) -> {
            arrivals.add(time.elapsed());
            time.pause(latency);
            script.run(stream, number);
        });
    }

    private static void page(SseServer.Stream stream) throws IOException {
        stream.answer(200, Answers.envelope(Answers.PAGE));
    }

    private static void tooMany(SseServer.Stream stream, int retryAfter) throws IOException {
        stream.answer(
                429, Answers.errorBody("rate_limited", "{}"), Headers.of("Retry-After", String.valueOf(retryAfter)));
    }

    private ReaderClient.Builder limited(int requests) {
        return simulation.server.builder().rateLimiter(new SlidingWindow(requests, time));
    }

    /** Starts a call on a thread of the simulation. */
    private FutureTask<Object> start(String name, Call call) {
        FutureTask<Object> task = new FutureTask<>(() -> {
            call.make();
            return time.elapsed();
        });
        time.start(name, task);
        return task;
    }

    private interface Call {
        void make() throws Exception;
    }

    private void assertAtMost(int limit) {
        List<Duration> sorted = new ArrayList<>(arrivals);
        Collections.sort(sorted);
        for (int i = limit; i < sorted.size(); i++) {
            assertThat(sorted.get(i).minus(sorted.get(i - limit)))
                    .as("time of %d requests", limit + 1)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(60));
        }
    }

    @ParameterizedTest
    @EnumSource
    void limiter_keepsEveryWindow_whateverTheCallsAreAndTake(Driver driver) throws Exception {
        Random random = new Random(7);
        serve("/v1/read", Duration.ofSeconds(3), (stream, number) -> page(stream));
        serve("/v1/jobs/job_1", Duration.ofMillis(20), (stream, number) -> {
            int skip = stream.request().parameter("skip");
            stream.answer(200, Answers.jobDetail("job_1", "completed", skip, 100, 1_500, skip < 1_400));
        });

        simulation.run(limited(10), reader -> {
            List<FutureTask<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                int pause = random.nextInt(200);
                calls.add(start("scrape " + i, () -> {
                    time.pause(Duration.ofSeconds(pause));
                    driver.call(reader, Calls.scrape(PAGE));
                }));
            }
            calls.add(start("list", () -> reader.jobResults("job_1").forEach(page -> {})));
            for (FutureTask<Object> call : calls) {
                call.get();
            }
            return null;
        });

        assertThat(arrivals).hasSizeGreaterThanOrEqualTo(25 + 15);
        assertAtMost(10);
        assertThat(time.elapsed()).as("and no permit is lost").isLessThan(Duration.ofMinutes(6));
    }

    /** A call that is not next in the line sets a timer of a day, in case nobody wakes it. */
    @Test
    void callThatWaitedInTheLine_andIsRetried_leavesNoTimer() throws Exception {
        Duration opens = Duration.ofSeconds(10);
        serve("/v1/read", Duration.ofSeconds(1), (stream, number) -> {
            if (number <= 2) {
                stream.answer(503, Answers.errorBody("upstream_unavailable", "{}"));
            } else {
                page(stream);
            }
        });
        RateLimiter closedAtFirst = () -> {
            Duration left = opens.minus(time.elapsed());
            return left.isNegative() ? Duration.ZERO : left;
        };

        simulation.run(simulation.server.builder().rateLimiter(closedAtFirst), reader -> {
            CompletableFuture<?> next = reader.async().scrape(PAGE);
            CompletableFuture<?> behind = reader.async().scrape(PAGE);
            next.get();
            behind.get();
            Eventually.within(Duration.ofSeconds(20), "no timer is left", reader::isIdle);
            return null;
        });

        assertThat(arrivals).hasSize(4);
        assertThat(time.elapsed()).isLessThan(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @EnumSource
    void refusalOfOneKindOfCall_pausesTheOtherToo(Driver refused) throws Exception {
        serve("/v1/read", Duration.ZERO, (stream, number) -> {
            if (number == 1) {
                tooMany(stream, 20);
            } else {
                page(stream);
            }
        });

        simulation.run(reader -> {
            List<FutureTask<Object>> calls = new ArrayList<>();
            calls.add(start("first", () -> refused.call(reader, Calls.scrape(PAGE))));
            time.pause(Duration.ofSeconds(1));
            for (Driver driver : Driver.values()) {
                calls.add(start("a " + driver + " call", () -> driver.call(reader, Calls.scrape(PAGE))));
            }
            for (FutureTask<Object> call : calls) {
                call.get();
            }
            return null;
        });

        assertThat(arrivals).hasSize(4);
        assertThat(arrivals.subList(1, 4))
                .allSatisfy(at -> assertThat(at).isGreaterThanOrEqualTo(Duration.ofSeconds(20)));
    }

    /** The kinds of calls that share the limiter, in turns. */
    static List<List<Driver>> kindsOfCalls() {
        return List.of(List.of(Driver.BLOCKING), List.of(Driver.ASYNC), List.of(Driver.BLOCKING, Driver.ASYNC));
    }

    @ParameterizedTest
    @MethodSource("kindsOfCalls")
    void callers_areServedInTheOrderOfTheirArrival(List<Driver> kinds) throws Exception {
        serve("/v1/read", Duration.ZERO, (stream, number) -> page(stream));

        List<Object> ends = simulation.run(limited(1), reader -> {
            List<FutureTask<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Driver driver = kinds.get(i % kinds.size());
                calls.add(start("caller " + i, () -> driver.call(reader, Calls.scrape(PAGE))));
                time.pause(Duration.ofSeconds(1));
            }
            List<Object> at = new ArrayList<>();
            for (FutureTask<Object> call : calls) {
                at.add(call.get());
            }
            return at;
        });

        assertThat(ends)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(62),
                        Duration.ofSeconds(124),
                        Duration.ofSeconds(186),
                        Duration.ofSeconds(248),
                        Duration.ofSeconds(310));
    }

    @Test
    void openingOfAStream_counts_andTheOpenStreamDoesNot() throws Exception {
        serve("/v1/read", Duration.ZERO, (stream, number) -> page(stream));
        serve("/v1/events", Duration.ZERO, (stream, number) -> {
            stream.open();
            simulation.pingOn(stream);
        });

        Duration scraped = simulation.run(limited(1), reader -> {
            try (WorkspaceSubscription events = reader.subscribe(event -> {})) {
                time.pause(Duration.ofSeconds(30));
                reader.scrape(PAGE);
                Duration first = time.elapsed();
                time.pause(Duration.ofMinutes(5));
                reader.scrape(PAGE);
                assertThat(events.isOpen()).isTrue();
                return first;
            }
        });

        assertThat(scraped).isEqualTo(Duration.ofSeconds(62));
        assertThat(arrivals).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void callTimeout_endsTheWaitForAPermit(Driver driver) throws Exception {
        serve("/v1/read", Duration.ZERO, (stream, number) -> page(stream));

        Throwable failure = simulation.run(limited(1).callTimeout(Duration.ofSeconds(10)), reader -> {
            reader.scrape(PAGE);
            return catchThrowable(() -> driver.call(reader, Calls.scrape(PAGE)));
        });

        assertThat(failure)
                .isInstanceOf(ReaderConnectionException.class)
                .hasMessageContaining("callTimeout; attempts: 0")
                .hasMessageContaining("it waited to be sent");
        assertThat(((ReaderConnectionException) failure).outcomeUnknown()).isFalse();
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(10));
        assertThat(arrivals).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void callerWhoLeaves_doesNotHoldUpTheNext(Driver driver) throws Exception {
        serve("/v1/read", Duration.ZERO, (stream, number) -> page(stream));

        Object served = simulation.run(limited(1), reader -> {
            reader.scrape(PAGE);
            List<Thread> leaver = Collections.synchronizedList(new ArrayList<>());
            FutureTask<Object> leaves = start("leaver", () -> {
                leaver.add(Thread.currentThread());
                driver.call(reader, Calls.scrape(PAGE));
            });
            time.pause(Duration.ofSeconds(1));
            FutureTask<Object> next = start("next", () -> driver.call(reader, Calls.scrape(PAGE)));
            time.pause(Duration.ofSeconds(1));
            leaver.get(0).interrupt();
            assertThat(catchThrowable(leaves::get)).isNotNull();
            assertThat(time.elapsed()).as("at once").isEqualTo(Duration.ofSeconds(2));
            return next.get();
        });

        assertThat(served).isEqualTo(Duration.ofSeconds(62));
        assertThat(arrivals).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void closingTheClient_endsTheWaitForAPermit(Driver driver) throws Exception {
        serve("/v1/read", Duration.ZERO, (stream, number) -> page(stream));

        Throwable failure = simulation.run(limited(1), reader -> {
            reader.scrape(PAGE);
            FutureTask<Object> waiting = start("waiting", () -> driver.call(reader, Calls.scrape(PAGE)));
            time.pause(Duration.ofSeconds(1));
            reader.close();
            return catchThrowable(waiting::get).getCause();
        });

        assertThat(failure).isInstanceOf(ReaderConnectionException.class).hasMessageContaining("client was closed");
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void cancelledFuture_givesItsPlaceUp() throws Exception {
        serve("/v1/read", Duration.ZERO, (stream, number) -> page(stream));

        Throwable failure = simulation.run(limited(1), reader -> {
            reader.scrape(PAGE);
            CompletableFuture<?> cancelled = reader.transport()
                    .executeAsync(
                            Calls.scrape(PAGE), reader.transport().resources().executor());
            FutureTask<Object> next = start("next", () -> reader.scrape(PAGE));
            time.pause(Duration.ofSeconds(1));
            cancelled.cancel(true);
            assertThat(next.get()).isEqualTo(Duration.ofSeconds(62));
            return catchThrowable(cancelled::get);
        });

        assertThat(failure).isInstanceOf(CancellationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusedCall_pausesAllCallersOnce(Driver driver) throws Exception {
        serve("/v1/read", Duration.ZERO, (stream, number) -> {
            if (time.elapsed().compareTo(Duration.ofSeconds(20)) < 0) {
                tooMany(stream, 20);
            } else {
                page(stream);
            }
        });

        simulation.run(reader -> {
            List<FutureTask<Object>> calls = new ArrayList<>();
            calls.add(start("first", () -> driver.call(reader, Calls.scrape(PAGE))));
            time.pause(Duration.ofSeconds(1));
            for (int i = 0; i < 20; i++) {
                calls.add(start("caller " + i, () -> driver.call(reader, Calls.scrape(PAGE))));
            }
            for (FutureTask<Object> call : calls) {
                call.get();
            }
            return null;
        });

        assertThat(arrivals).as("only the first finds out").hasSize(1 + 21);
        assertThat(new HashSet<>(arrivals)).as("they come back spread out").hasSizeGreaterThan(15);
        assertThat(arrivals.subList(1, 22))
                .allSatisfy(at -> assertThat(at).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
    }

    /** The guarantee for calls that were all under way. */
    @ParameterizedTest
    @EnumSource
    void twentyCallersThatAreRefusedTogether_comeBackSpreadOut(Driver driver) throws Exception {
        serve("/v1/read", Duration.ofMillis(100), (stream, number) -> {
            if (time.elapsed().compareTo(Duration.ofSeconds(20)) < 0) {
                tooMany(stream, 20);
            } else {
                page(stream);
            }
        });

        simulation.run(reader -> {
            List<FutureTask<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(start("caller " + i, () -> driver.call(reader, Calls.scrape(PAGE))));
            }
            for (FutureTask<Object> call : calls) {
                call.get();
            }
            return null;
        });

        List<Duration> back = arrivals.subList(20, 40);
        assertThat(arrivals).hasSize(40);
        assertThat(new HashSet<>(back)).hasSize(20);
        assertThat(back).allSatisfy(at -> assertThat(at).isBetween(Duration.ofSeconds(20), Duration.ofMillis(30_200)));
    }

    @ParameterizedTest
    @EnumSource
    void retryAfterAboveTheMaximum_pausesNobody(Driver driver) throws Exception {
        serve("/v1/read", Duration.ZERO, (stream, number) -> {
            if (number == 1) {
                tooMany(stream, 3600);
            } else {
                page(stream);
            }
        });

        Throwable failure = simulation.run(reader -> {
            Throwable first = catchThrowable(() -> driver.call(reader, Calls.scrape(PAGE)));
            driver.call(reader, Calls.scrape(PAGE));
            return first;
        });

        assertThat(failure).isInstanceOf(RateLimitedException.class);
        assertThat(time.elapsed()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void failureOfTheLimiter_isRetriedLikeALostConnection(Driver driver) throws Exception {
        serve("/v1/read", Duration.ZERO, (stream, number) -> page(stream));
        List<String> asked = Collections.synchronizedList(new ArrayList<>());

        simulation.run(
                simulation.server.builder().rateLimiter(() -> {
                    asked.add("asked");
                    if (asked.size() < 3) {
                        throw new IllegalStateException("no database");
                    }
                    return Duration.ZERO;
                }),
                reader -> driver.call(reader, Calls.scrape(PAGE)));

        assertThat(asked).hasSize(3);
        assertThat(arrivals).hasSize(1);

        Throwable failure = simulation.run(
                simulation.server.builder().maxRetries(1).rateLimiter(() -> {
                    throw new IllegalStateException("no database");
                }),
                reader -> catchThrowable(() -> driver.call(reader, Calls.scrape(PAGE))));

        assertThat(failure)
                .isInstanceOf(ReaderConnectionException.class)
                .hasMessageContaining("was not sent (attempt 2), the rate limiter failed")
                .hasMessageContaining("no database");
    }
}
