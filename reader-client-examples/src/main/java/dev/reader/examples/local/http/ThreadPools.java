package dev.reader.examples.local.http;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one local Reader: named daemon threads that discard the tasks they receive after {@link #close}. */
public final class ThreadPools implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadPools.class);
    private static final int WORKERS = 32;
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("worker"),
            new ThreadPoolExecutor.DiscardPolicy());
    private final ThreadPoolExecutor io = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named("io"),
            new ThreadPoolExecutor.DiscardPolicy());
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, named("timer"), new ThreadPoolExecutor.DiscardPolicy());

    public ThreadPools() {
        workers.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Returns the pool for long tasks, which runs a limited number of them at once. */
    public ExecutorService workers() {
        return workers;
    }

    /** Returns the pool for tasks that wait for the network. */
    public ExecutorService io() {
        return io;
    }

    /** Runs a task once after a delay. The task must be short. */
    public void schedule(Duration delay, Runnable task) {
        Future<?> unused = timer.schedule(logFailure(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs a task periodically until it is cancelled. The task must be short. */
    public Future<?> schedulePeriodically(Duration period, Runnable task) {
        long millis = period.toMillis();
        return timer.scheduleAtFixedRate(logFailure(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    private Runnable logFailure(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // tasks may fail while the server shuts down
                if (!timer.isShutdown()) {
                    LOG.error("a timer task failed", e);
                }
            }
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
        io.shutdownNow();
    }

    private static ThreadFactory named(String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "local-reader-" + role + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
