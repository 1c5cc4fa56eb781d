package dev.reader.client;

import dev.reader.client.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;

/** Time that stands still but for the waits, each of which moves it on at once and is written down. */
final class FakeTime implements Time {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Duration> waits = new ArrayList<>();
    private long nanos;
    private volatile boolean passingWaits;
    private Consumer<Duration> onWait = duration -> {};

    /** What else happens at each wait, on the thread that waits and before it does. */
    void onWait(Consumer<Duration> action) {
        onWait = action;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    synchronized Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    synchronized void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public boolean await(CountDownLatch latch, Duration duration) throws InterruptedException {
        onWait.accept(duration);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (latch.getCount() == 0) {
            return true;
        }
        synchronized (this) {
            waits.add(duration);
            nanos += Math.max(0, duration.toNanos());
        }
        return false;
    }

    /** From here on, a wait of up to a minute that no signal ends soon in real time passes at once, as a poll's does. */
    FakeTime passingWaits() {
        passingWaits = true;
        return this;
    }

    /** Waits for the signal in real time; the test, or other waits, move this time on. */
    @Override
    @SuppressWarnings("WaitNotInLoop") // the caller's loop
    public void await(Condition condition, Duration duration) throws InterruptedException {
        boolean signalled = condition.await(passingWaits ? 20 : 1, TimeUnit.MILLISECONDS);
        if (!signalled && passingWaits && duration.compareTo(Duration.ofMinutes(1)) < 0) {
            synchronized (this) {
                waits.add(duration);
                nanos += Math.max(0, duration.toNanos());
            }
        }
    }
}
