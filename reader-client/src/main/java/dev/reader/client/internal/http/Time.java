package dev.reader.client.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Time as the client sees it, so that a test of ten minutes takes none. */
public interface Time {
    Time SYSTEM = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public boolean await(CountDownLatch latch, Duration duration) throws InterruptedException {
            return latch.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // the caller's loop
        public void await(Condition condition, Duration duration) throws InterruptedException {
            condition.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        }
    };

    /** Monotonic, for waits and deadlines. */
    long nanos();

    /** Wall time, for what came over the wire. */
    Instant now();

    /** Waits for the latch at most for the duration; false when the duration passed. */
    boolean await(CountDownLatch latch, Duration duration) throws InterruptedException;

    /** Waits for a signal at most for the duration, holding the condition's lock; may return early for no reason. */
    void await(Condition condition, Duration duration) throws InterruptedException;
}
