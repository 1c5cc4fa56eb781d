package dev.reader.client.internal.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs short actions on a few daemon threads, and adds threads when the actions block: whenever none has ended for 50 ms
 * while others wait, the number of threads doubles, so that 200 blocked actions delay another one by less than a second.
 *
 * <p>An action goes to the thread that became idle last, since that is the fastest to wake; without an idle thread it starts
 * one, up to {@value #MIN_THREADS}. A thread ends after an idle time. While actions wait, one more thread watches whether
 * actions end.
 */
final class ElasticPool implements Executor {
    static final int MIN_THREADS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(ElasticPool.class);
    private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Object lock = new Object();
    private final ThreadFactory threads = DaemonThreads.named("reader-client-completions");
    private final long idleNanos;
    /** Those that wait for a thread; like all that follows, guarded by the lock. */
    private final Queue<Runnable> actions = new ArrayDeque<>();

    private final Deque<Worker> idle = new ArrayDeque<>();
    private int running;
    private long ended;
    private boolean watched;
    private volatile boolean closed;

    ElasticPool(Duration idleTime) {
        this.idleNanos = idleTime.toNanos();
    }

    @Override
    public void execute(Runnable action) {
        Worker worker;
        synchronized (lock) {
            worker = idle.poll();
            if (worker == null && running < MIN_THREADS) {
                start(action);
                return;
            }
            if (worker == null) {
                actions.add(action);
                if (!watched) {
                    watched = true;
                    threads.newThread(this::watch).start();
                }
                return;
            }
            worker.next = action;
        }
        worker.wake();
    }

    private void start(Runnable action) {
        running++;
        threads.newThread(new Worker(action)).start();
    }

    /** Adds threads while actions wait and none ends. */
    private void watch() {
        long before = -1;
        while (true) {
            synchronized (lock) {
                if (actions.isEmpty()) {
                    watched = false;
                    return;
                }
                if (ended == before) {
                    for (int i = Math.min(Math.max(running, 1), actions.size()); i > 0; i--) {
                        start(actions.remove());
                    }
                }
                before = ended;
            }
            LockSupport.parkNanos(STUCK_NANOS);
        }
    }

    /** Lets idle threads end at once. */
    void close() {
        Queue<Worker> waiting;
        synchronized (lock) {
            closed = true;
            waiting = new ArrayDeque<>(idle);
        }
        waiting.forEach(Worker::wake);
    }

    /** One thread. It is among the idle ones until somebody gives it an action, or it ends. */
    private final class Worker implements Runnable {
        private volatile @Nullable Runnable next;
        private volatile @Nullable Thread thread;

        Worker(Runnable first) {
            this.next = first;
        }

        void wake() {
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            for (Runnable action = next; action != null; action = await()) {
                try {
                    action.run();
                } catch (RuntimeException | Error e) {
                    LOG.warn("an action of the application failed", e);
                }
                // An interrupt was meant for this action only.
                Thread.interrupted();
            }
        }

        /** Returns the next action; null if none comes in the idle time, so that the thread ends. */
        private @Nullable Runnable await() {
            synchronized (lock) {
                ended++;
                next = actions.poll();
                if (next != null) {
                    return next;
                }
                idle.push(this);
            }
            long start = System.nanoTime();
            long left = idleNanos;
            while (next == null && left > 0 && !closed) {
                LockSupport.parkNanos(ElasticPool.this, left);
                Thread.interrupted();
                left = idleNanos - (System.nanoTime() - start);
            }
            return next == null ? end() : next;
        }

        /** Ends the thread, unless it was given an action meanwhile. */
        private @Nullable Runnable end() {
            synchronized (lock) {
                if (idle.remove(this)) {
                    running--;
                    return null;
                }
            }
            return next;
        }
    }
}
