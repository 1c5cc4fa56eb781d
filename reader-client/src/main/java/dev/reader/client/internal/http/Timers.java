package dev.reader.client.internal.http;

import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs actions after a delay, in the client's time.
 *
 * <p>One worker of the client waits for the next action. The first action starts it, and it ends when no action is left, or
 * when {@link #close} drops them. It blocks on the time only: an action must not block.
 */
public final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final Time time;
    private final Executor workers;
    private final TreeMap<Key, Runnable> actions = new TreeMap<>();
    private CountDownLatch changed = new CountDownLatch(1);
    private long scheduled;
    private boolean running;
    private boolean closed;

    /** When an action is due; the number tells apart actions that are due at the same time. */
    private record Key(long nanos, long number) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            long order = nanos - other.nanos;
            return order == 0 ? Long.compare(number, other.number) : Long.signum(order);
        }
    }

    Timers(Time time, Executor workers) {
        this.time = time;
        this.workers = workers;
    }

    /**
     * Runs an action after a delay, or never if the client is closed before.
     *
     * @return drops the action, unless it has begun
     */
    public Runnable schedule(Duration delay, Runnable action) {
        synchronized (this) {
            if (closed) {
                return () -> {};
            }
            Key key = new Key(time.nanos() + delay.toNanos(), scheduled++);
            actions.put(key, action);
            if (!running) {
                workers.execute(this::run);
                running = true;
            } else if (actions.firstKey().equals(key)) {
                changed.countDown();
            }
            return () -> drop(key);
        }
    }

    private synchronized void drop(Key key) {
        if (actions.remove(key) != null && actions.isEmpty()) {
            changed.countDown();
        }
    }

    synchronized int count() {
        return actions.size();
    }

    synchronized void close() {
        closed = true;
        actions.clear();
        changed.countDown();
    }

    private void run() {
        while (true) {
            CountDownLatch wake;
            Duration delay;
            Runnable due = null;
            synchronized (this) {
                if (actions.isEmpty()) {
                    running = false;
                    return;
                }
                delay = Duration.ofNanos(actions.firstKey().nanos() - time.nanos());
                if (delay.isNegative() || delay.isZero()) {
                    due = actions.pollFirstEntry().getValue();
                }
                wake = new CountDownLatch(1);
                changed = wake;
            }
            if (due == null) {
                await(wake, delay);
            } else {
                due.run();
            }
        }
    }

    private void await(CountDownLatch wake, Duration delay) {
        try {
            time.await(wake, delay);
        } catch (InterruptedException e) {
            LOG.debug("the timer was interrupted; closing the client drops its actions, nothing else does");
        }
    }
}
