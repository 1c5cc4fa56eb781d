package dev.reader.examples.desk;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that happens in another process, which can't notify this one. */
final class Eventually {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private Eventually() {}

    /** Returns when the condition is true; fails with the description when the time is over. */
    static void await(String description, Duration timeout, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + timeout + ": " + description);
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }
}
