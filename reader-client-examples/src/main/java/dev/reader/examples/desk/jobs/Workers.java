package dev.reader.examples.desk.jobs;

import dev.reader.examples.desk.logging.RepeatedWarnings;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that take jobs further. {@link #start} starts them. They may block on Reader and on the database. They look for
 * due jobs when they are woken, and twice a second, because another instance may have stored the wish.
 *
 * <p>{@link #close} waits for their end. It does not interrupt them, because H2 closes its file when a thread that uses it is
 * interrupted. The client is closed before, which ends the calls to Reader, and a step looks at {@link #isStopping} between
 * the pages that it stores. A step that is cut short is due again.
 */
public final class Workers implements AutoCloseable {
    private static final int THREADS = 3;
    private static final long POLL_MILLIS = 500;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;
    private static final long STOP_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "desk-worker");
        thread.setDaemon(true);
        return thread;
    });
    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean stopping;

    /** Starts the threads. */
    @SuppressWarnings("FutureReturnValueIgnored")
    public void start(JobWorker worker) {
        for (int i = 0; i < THREADS; i++) {
            threads.execute(() -> work(worker));
        }
    }

    /** Makes a thread look for due jobs now. */
    public void wake() {
        if (wakes.availablePermits() < THREADS) {
            wakes.release();
        }
    }

    /** Tells the workers to begin no more steps. */
    public void announceStop() {
        stopping = true;
        wakes.release(THREADS);
    }

    /** Returns true if the step at hand should end soon; it is due again. */
    public boolean isStopping() {
        return stopping;
    }

    private void work(JobWorker worker) {
        while (!stopping) {
            try {
                while (!stopping && worker.advanceNext()) {
                    // the next one
                }
                pause(POLL_MILLIS);
            } catch (RuntimeException e) {
                warnings.warn("can't look for due jobs; it is repeated each second", e);
                pause(PAUSE_AFTER_FAILURE_MILLIS);
            }
        }
    }

    private void pause(long millis) {
        try {
            boolean woken = wakes.tryAcquire(millis, TimeUnit.MILLISECONDS);
            LOG.trace("a worker goes on, woken: {}", woken);
        } catch (InterruptedException e) {
            LOG.debug("nobody but close() ends a worker", e);
        }
    }

    @Override
    public void close() {
        announceStop();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a worker is still busy after {} s; its job is taken over", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
