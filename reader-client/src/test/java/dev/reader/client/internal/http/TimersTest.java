package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private final JumpingTime time = new JumpingTime();
    private final Timers timers = new Timers(time, workers::add);

    /** Time that each wait moves on, unless it is woken before. */
    private static final class JumpingTime implements Time {
        private long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public boolean await(CountDownLatch latch, Duration duration) {
            if (latch.getCount() > 0) {
                nanos += duration.toNanos();
            }
            return latch.getCount() == 0;
        }

        @Override
        public void await(Condition condition, Duration duration) {
            throw new UnsupportedOperationException();
        }
    }

    private Runnable action(String name) {
        return () -> ran.add(name + " at " + Duration.ofNanos(time.nanos()).toSeconds());
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    @Test
    void actions_runInTheOrderOfTheirTimes() {
        timers.schedule(Duration.ofSeconds(3), action("c"));
        timers.schedule(Duration.ofSeconds(1), action("a"));
        timers.schedule(Duration.ofSeconds(1), action("b"));
        timers.schedule(Duration.ZERO, action("now"));

        work();

        assertThat(ran).containsExactly("now at 0", "a at 1", "b at 1", "c at 3");
        assertThat(timers.count()).isZero();
    }

    @Test
    void oneWorker_servesAllActions_andEndsWithTheLast() {
        timers.schedule(Duration.ofSeconds(1), action("a"));
        timers.schedule(Duration.ofSeconds(2), action("b"));
        assertThat(workers).hasSize(1);
        work();

        timers.schedule(Duration.ofSeconds(1), action("c"));
        assertThat(workers).hasSize(1);
        work();

        assertThat(ran).containsExactly("a at 1", "b at 2", "c at 3");
    }

    @Test
    void droppedAction_doesNotRun() {
        Runnable drop = timers.schedule(Duration.ofSeconds(1), action("a"));
        timers.schedule(Duration.ofSeconds(2), action("b"));

        drop.run();
        drop.run();
        work();

        assertThat(ran).containsExactly("b at 2");
    }

    @Test
    void closedTimers_runNothing() {
        timers.schedule(Duration.ofSeconds(1), action("a"));
        timers.close();
        timers.schedule(Duration.ofSeconds(1), action("b"));
        work();

        assertThat(ran).isEmpty();
        assertThat(timers.count()).isZero();
    }
}
