package dev.reader.client.internal.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs short actions on a few daemon threads, and adds threads when the actions block: whenever none has ended for 50 ms
 * while others wait, the number of threads doubles, so that 200 blocked actions delay another one by less than a second.
 *
 * <p>An action that finds no idle thread starts one, up to {@value #MIN_THREADS}. A thread ends after an idle time. One
 * of the idle threads, or one that is started for it, watches whether actions end.
 */
final class ElasticPool implements Executor {
    static final int MIN_THREADS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(ElasticPool.class);
    private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Queue<Runnable> actions = new ArrayDeque<>();
    private final ThreadFactory threads = DaemonThreads.named("reader-client-completions");
    private final long idleNanos;
    private int running;
    private int idle;
    private long ended;
    private boolean watched;
    private boolean closed;

    ElasticPool(Duration idleTime) {
        this.idleNanos = idleTime.toNanos();
    }

    @Override
    public void execute(Runnable action) {
        lock.lock();
        try {
            actions.add(action);
            if (idle >= actions.size()) {
                work.signal();
            } else if (running < MIN_THREADS) {
                start();
            } else if (!watched) {
                watched = true;
                threads.newThread(this::watch).start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        running++;
        threads.newThread(this::run).start();
    }

    private void run() {
        lock.lock();
        try {
            while (awaitAction()) {
                Runnable action = actions.remove();
                lock.unlock();
                try {
                    action.run();
                } catch (RuntimeException | Error e) {
                    LOG.warn("an action of the application failed", e);
                } finally {
                    // An interrupt was meant for this action only.
                    Thread.interrupted();
                    lock.lock();
                }
                ended++;
            }
        } finally {
            running--;
            lock.unlock();
        }
    }

    /** Returns whether there is an action; false if none came in the idle time. */
    private boolean awaitAction() {
        long left = idleNanos;
        idle++;
        try {
            while (actions.isEmpty() && left > 0 && !closed) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.debug("an idle thread was interrupted");
        } finally {
            idle--;
        }
        return !actions.isEmpty();
    }

    /** Adds threads while actions wait and none ends. */
    private void watch() {
        lock.lock();
        try {
            while (!actions.isEmpty()) {
                long before = ended;
                lock.unlock();
                LockSupport.parkNanos(STUCK_NANOS);
                lock.lock();
                if (ended == before) {
                    for (int i = Math.min(Math.max(running, 1), actions.size()); i > 0; i--) {
                        start();
                    }
                }
            }
        } finally {
            watched = false;
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
