package dev.reader.client;

import dev.reader.client.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still while any thread of a simulation works, and jumps to the next awaited instant once all of them
 * wait. An hour of pings takes milliseconds, and a bound on a wait can be exact, since a slow machine does not show.
 *
 * <p>A simulation is what {@link #run} runs: its thread and every thread that was started from there, such as the workers
 * of a client that was built there. It must not use sockets, since a thread that reads one does not look as if it waits.
 */
final class SimulatedTime implements Time {
    private static final int CHECKS_BEFORE_A_JUMP = 2;
    /** Checks where a thread that was woken may look like one that waits. */
    private static final int CHECKS_IN_DOUBT = 20;

    private static final long CHECK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long NEVER = Long.MAX_VALUE / 2;

    private final SimulatedThreads threads = new SimulatedThreads();
    private final List<Waiter> waiters = new ArrayList<>();
    private final long horizon;
    private long now;
    private volatile @Nullable Throwable failed;

    /** A thread that waits for a condition or an instant. */
    private static final class Waiter {
        final long until;
        final BooleanSupplier condition;

        Waiter(long until, BooleanSupplier condition) {
            this.until = until;
            this.condition = condition;
        }
    }

    /** @param horizon after how long a simulation that is not over fails */
    SimulatedTime(Duration horizon) {
        this.horizon = horizon.toNanos();
    }

    @Override
    public long nanos() {
        threads.note();
        synchronized (this) {
            return now;
        }
    }

    @Override
    public Instant now() {
        return FakeTime.START.plusNanos(nanos());
    }

    Duration elapsed() {
        return Duration.ofNanos(nanos());
    }

    /** Runs a simulation and moves the time on until it is over; then interrupts the threads that it leaves. */
    <T> T run(Callable<T> simulation) throws Exception {
        FutureTask<T> task = new FutureTask<>(simulation);
        start("main", task);
        try {
            moveUntilDone(task);
        } finally {
            threads.close();
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw (Error) e.getCause();
        }
    }

    /** Starts a thread of the simulation. */
    void start(String name, Runnable task) {
        threads.start(name, task);
    }

    /** {@return the threads of the simulation, without those that libraries keep} */
    List<String> threads() {
        return threads.names();
    }

    /** Ends the simulation, which fails. */
    void fail(Throwable failure) {
        failed = failure;
    }

    private void moveUntilDone(FutureTask<?> task) {
        int quiet = 0;
        long moved = System.nanoTime();
        while (!task.isDone()) {
            Throwable failure = failed;
            if (failure != null) {
                throw new AssertionError("a thread of the simulation failed", failure);
            }
            quiet = nobodyIsDue() && threads.allWait() ? quiet + 1 : 0;
            boolean enough = quiet >= CHECKS_IN_DOUBT || (quiet >= CHECKS_BEFORE_A_JUMP && threads.allAreNoted());
            if (enough && jump()) {
                quiet = 0;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STUCK_NANOS) {
                throw threads.failure("nothing moves after " + Duration.ofNanos(now) + " of simulated time");
            }
            LockSupport.parkNanos(CHECK_NANOS);
        }
    }

    private synchronized boolean nobodyIsDue() {
        boolean due = waiters.stream().anyMatch(waiter -> waiter.until <= now || waiter.condition.getAsBoolean());
        if (due) {
            notifyAll(); // some conditions change without this lock
        }
        return !due;
    }

    private boolean jump() {
        synchronized (this) {
            long next = waiters.stream().mapToLong(waiter -> waiter.until).min().orElse(NEVER);
            if (next >= NEVER) {
                return false;
            }
            now = Math.max(now, next);
            notifyAll();
        }
        if (now > horizon) {
            throw threads.failure("still running after " + Duration.ofNanos(now) + " of simulated time");
        }
        return true;
    }

    /** Waits until a condition holds, which is changed under this object's lock, or until a duration has passed. */
    synchronized boolean await(BooleanSupplier condition, Duration duration) throws InterruptedException {
        Waiter waiter = new Waiter(after(duration), condition);
        waiters.add(waiter);
        try {
            while (!condition.getAsBoolean() && waiter.until > now) {
                wait();
            }
            return condition.getAsBoolean();
        } finally {
            waiters.remove(waiter);
        }
    }

    /** Waits until a condition holds, which is changed under this object's lock. */
    void await(BooleanSupplier condition) throws InterruptedException {
        await(condition, Duration.ofNanos(NEVER));
    }

    /** Lets a duration pass. */
    void pause(Duration duration) throws InterruptedException {
        await(() -> false, duration);
    }

    private long after(Duration duration) {
        boolean never = duration.compareTo(Duration.ofNanos(NEVER)) >= 0;
        return never ? NEVER : now + Math.max(0, duration.toNanos());
    }

    @Override
    public boolean await(CountDownLatch latch, Duration duration) throws InterruptedException {
        threads.note();
        return await(() -> latch.getCount() == 0, duration);
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // the caller's loop
    public void await(Condition condition, Duration duration) throws InterruptedException {
        // Returns soon, since it can't tell a signal that came at the last moment from none.
        Waiter waiter = add(duration, () -> false);
        try {
            condition.awaitNanos(POLL_NANOS);
        } finally {
            remove(waiter);
        }
    }

    private Waiter add(Duration duration, BooleanSupplier condition) {
        threads.note();
        synchronized (this) {
            Waiter waiter = new Waiter(after(duration), condition);
            waiters.add(waiter);
            return waiter;
        }
    }

    private synchronized void remove(Waiter waiter) {
        waiters.remove(waiter);
    }
}
