package dev.reader.examples.desk;

import dev.reader.examples.desk.jobs.DeliveryCounts;
import dev.reader.examples.desk.jobs.JobWorker;
import dev.reader.examples.desk.jobs.WorkspaceLeader;
import dev.reader.examples.desk.logging.RepeatedWarnings;
import dev.reader.examples.desk.store.Database;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats the work of one instance: renews its lease and its claims, writes progress and counts. Has three threads,
 * which may block on the database, and for the webhook on Reader. {@link #close} waits for them, and interrupts none: H2
 * closes its file when a thread that uses it is interrupted.
 */
final class DeskTimer implements AutoCloseable {
    private static final int THREADS = 3;
    private static final long LEASE_MILLIS = 3_000;
    private static final long CLAIMS_MILLIS = 5_000;
    private static final long PROGRESS_MILLIS = 250;
    private static final long COUNTS_MILLIS = 1_000;
    private static final long RETRY_SECONDS = 30;
    private static final long STOP_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(DeskTimer.class);

    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
        Thread thread = new Thread(task, "desk-timer");
        thread.setDaemon(true);
        return thread;
    });

    DeskTimer() {
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void start(WorkspaceLeader leader, JobWorker worker, DeliveryCounts counts, Database database) {
        every(LEASE_MILLIS, "renew the lease", leader::tick);
        every(CLAIMS_MILLIS, "renew the claims", worker::extendClaims);
        every(PROGRESS_MILLIS, "write the progress", leader::flush);
        every(COUNTS_MILLIS, "write the counts", () -> counts.flush(database));
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void every(long millis, String what, Runnable task) {
        threads.scheduleWithFixedDelay(() -> attempt(what, task), 0, millis, TimeUnit.MILLISECONDS);
    }

    private boolean attempt(String what, Runnable task) {
        try {
            task.run();
            return true;
        } catch (RuntimeException e) {
            if (!threads.isShutdown()) {
                warnings.warn("can't " + what + "; it is repeated", e);
            }
            return false;
        }
    }

    /** Does something once, and again until it succeeds. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void soon(String what, Runnable task) {
        threads.execute(() -> {
            if (!attempt(what, task) && !threads.isShutdown()) {
                threads.schedule(() -> soon(what, task), RETRY_SECONDS, TimeUnit.SECONDS);
            }
        });
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the timer is still busy after {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
