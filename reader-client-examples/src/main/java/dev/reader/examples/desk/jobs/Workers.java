package dev.reader.examples.desk.jobs;

import dev.reader.client.error.ReaderInterruptedException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that take jobs further. {@link #start} starts them, {@link #close} interrupts them and waits for their end.
 * They may block on Reader and on the database; a step that is cut short is due again. They look for due jobs when they are
 * woken, and twice a second, because another instance may have stored the wish.
 */
public final class Workers implements AutoCloseable {
    private static final int THREADS = 3;
    private static final long POLL_MILLIS = 500;
    private static final long STOP_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "desk-worker");
        thread.setDaemon(true);
        return thread;
    });
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean closed;

    /** Starts the threads. */
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

    @SuppressWarnings("FutureReturnValueIgnored")
    private void work(JobWorker worker) {
        while (!closed) {
            try {
                while (!closed && worker.advanceNext()) {
                    // the next one
                }
                boolean woken = wakes.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                LOG.trace("looking for due jobs, woken: {}", woken);
            } catch (InterruptedException | ReaderInterruptedException e) {
                if (closed) {
                    return;
                }
            } catch (RuntimeException e) {
                LOG.warn("looking for due jobs failed; it is repeated in a second: {}", e.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            LOG.debug("the workers are closed: {}", closed);
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a worker is still busy after {} s; its job is taken over", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
