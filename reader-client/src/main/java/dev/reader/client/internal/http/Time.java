package dev.reader.client.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
    };

    /** Monotonic, for waits and deadlines. */
    long nanos();

    /** Wall time, for what came over the wire. */
    Instant now();

    /** Waits for the latch at most for the duration; false when the duration passed. */
    boolean await(CountDownLatch latch, Duration duration) throws InterruptedException;
}
