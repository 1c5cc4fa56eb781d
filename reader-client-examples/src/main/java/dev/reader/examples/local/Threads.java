package dev.reader.examples.local;

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

/** The threads of one local Reader: daemons with names, that drop what they are handed after the end. */
final class Threads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
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

    Threads() {
        workers.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    /** For work that takes a while and of which only so much is done at once. */
    ExecutorService workers() {
        return workers;
    }

    /** For what waits for the network. */
    ExecutorService io() {
        return io;
    }

    /** Does a thing later; it must be quick. */
    void later(Duration delay, Runnable task) {
        Future<?> unused = timer.schedule(logged(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does a thing again and again until it is cancelled; it must be quick. */
    Future<?> every(Duration period, Runnable task) {
        long millis = period.toMillis();
        return timer.scheduleAtFixedRate(logged(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    private Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // Once all is being closed, a task meets a server that takes no work any more.
                if (!timer.isShutdown()) {
                    LOG.error("a task of the timer failed", e);
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
