package dev.reader.client.testing;

import dev.reader.client.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;

/** Time that stands still until a test moves it; a timed wait moves it by the whole duration and returns at once. */
public final class ManualTime implements Time {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private long nanos;

    public synchronized void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    public Duration elapsed() {
        return Duration.ofNanos(nanos());
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos());
    }

    @Override
    public boolean await(CountDownLatch latch, Duration duration) {
        if (latch.getCount() == 0) {
            return true;
        }
        pass(duration);
        return false;
    }

    @Override
    public void await(Condition condition, Duration duration) {
        pass(duration);
    }
}
