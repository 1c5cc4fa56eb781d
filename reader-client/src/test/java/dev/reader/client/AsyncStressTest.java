package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.error.ReaderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * Ten minutes, in simulated time, of random calls, waits and subscriptions, many of them cancelled: nothing is left of them.
 * {@code -Dreader.seed=7} repeats the run of one seed as far as the order of threads allows.
 */
@Tag("drill")
class AsyncStressTest {
    private static final Duration SPAN = Duration.ofMinutes(10);
    private static final Duration WAIT_TIMEOUT = Duration.ofMinutes(2);
    private static final int SLOTS = 64;
    private static final long SEED = Long.getLong("reader.seed", 1);

    private final Random random = new Random(SEED);
    private final Simulation simulation = new Simulation();
    private final SimulatedTime time = simulation.time;
    private final AsyncStressServer server = new AsyncStressServer(simulation, SPAN, SEED);
    private final List<Begun> all = new ArrayList<>();
    private final List<Begun> toCancel = new ArrayList<>();

    /** What was begun, and how and when it is cancelled. */
    private record Begun(String what, CompletableFuture<?> future, Runnable cancel, Duration cancelAt) {}

    @Test
    @Timeout(600)
    void tenMinutesOfCancelledCalls_leaveNothing(TestReporter reporter) throws Exception {
        reporter.publishEntry("seed", String.valueOf(SEED));

        simulation.run(reader -> {
            while (time.elapsed().compareTo(SPAN) < 0) {
                time.pause(Duration.ofMillis(random.nextInt(1_500)));
                begin(reader.async());
                cancelTheDue();
            }
            server.calm();
            while (!toCancel.isEmpty()) {
                time.pause(Duration.ofSeconds(1));
                cancelTheDue();
            }
            time.pause(WAIT_TIMEOUT.multipliedBy(2));
            checkNothingIsLeft(reader);
            checkAllSlotsAreFree(reader.async());
            return null;
        });

        assertThat(all).as("what was begun").hasSizeGreaterThan(500);
        assertThat(all.stream().filter(begun -> begun.future().isCancelled()).count())
                .as("what was cancelled")
                .isGreaterThan(all.size() / 5);
        assertThat(all.stream()
                        .filter(begun -> !begun.future().isCompletedExceptionally())
                        .count())
                .as("what succeeded")
                .isGreaterThan(all.size() / 5);
    }

    private void checkNothingIsLeft(ReaderClient reader) {
        for (Begun begun : all) {
            assertThat(begun.future()).as(begun.what()).isDone();
            Throwable failure = begun.future().handle((result, cause) -> cause).join();
            if (failure != null) {
                assertThat(failure)
                        .as(begun.what())
                        .isInstanceOfAny(ReaderException.class, CancellationException.class);
            }
        }
        // The last thread may still be on its way out, in real time.
        Duration patience = Duration.ofSeconds(30);
        Eventually.within(patience, "no call, timer, waiting slot or wait is left", reader::isIdle);
        Eventually.within(patience, "no connection is left", () -> simulation.server.open() == 0);
        Eventually.within(
                patience, "no thread is left but this one", () -> time.threads().equals(List.of("simulated-main")));
    }

    /** As many calls as there are slots all reach the server, which answers none of them before that. */
    private void checkAllSlotsAreFree(AsyncReaderClient async) throws InterruptedException {
        simulation.server.on("/v1/read", (stream, number) -> {
            simulation.time.pause(Duration.ofSeconds(30));
            stream.answer(200, Answers.envelope(Answers.PAGE));
        });
        int before = simulation.server.count("/v1/read");
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            calls.add(async.scrape("https://a.example/"));
        }
        time.pause(Duration.ofSeconds(15));
        assertThat(simulation.server.count("/v1/read") - before)
                .as("calls on the wire at once")
                .isEqualTo(SLOTS);
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
    }

    private void cancelTheDue() {
        Duration now = time.elapsed();
        toCancel.removeIf(begun -> {
            boolean due = begun.cancelAt().compareTo(now) <= 0;
            if (due) {
                begun.cancel().run();
            }
            return due;
        });
    }

    private void begin(AsyncReaderClient async) {
        String id = AsyncStressServer.id(random.nextInt(AsyncStressServer.JOBS));
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> call("scrape", async.scrape("https://a.example/"));
            case 3 -> call("getJob", async.getJob(id));
            case 4 -> call("getJobResults", async.getJobResults(id, 0, 5));
            case 5 -> call("waitForJob", async.waitForJob(id, wait(WaitOptions.builder())));
            case 6 ->
                call(
                        "waitForJob that polls",
                        async.waitForJob(id, wait(WaitOptions.builder().pollInterval(Duration.ofSeconds(5)))));
            case 7 -> publisher("stream", async.stream(id));
            case 8 -> publisher("jobResults", async.jobResults(id));
            default -> publisher("subscribe", async.subscribe());
        }
    }

    private static WaitOptions wait(WaitOptions.Builder options) {
        return options.timeout(WAIT_TIMEOUT).build();
    }

    private void call(String what, CompletableFuture<?> future) {
        boolean cancelled = random.nextInt(5) < 2;
        Begun begun = new Begun(what, future, () -> future.cancel(random.nextBoolean()), cancelTime(20_000));
        all.add(begun);
        if (cancelled) {
            toCancel.add(begun);
        }
    }

    private void publisher(String what, Flow.Publisher<?> publisher) {
        StressSubscriber subscriber = new StressSubscriber(random.nextLong());
        publisher.subscribe(subscriber);
        Begun begun = new Begun(what, subscriber.end, subscriber::cancel, cancelTime(40_000));
        all.add(begun);
        toCancel.add(begun);
    }

    /** Half of the times are within half a second, where calls are under way. */
    private Duration cancelTime(int millis) {
        return time.elapsed().plusMillis(random.nextInt(random.nextBoolean() ? 500 : millis));
    }
}
