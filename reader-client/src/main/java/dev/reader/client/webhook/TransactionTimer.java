package dev.reader.client.webhook;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a transaction that takes too long: aborts its connection, so that the database releases its locks, and interrupts
 * the thread that works in it.
 *
 * <p>The JDK's timer thread waits for the time-out. Only when it passes, this class starts a daemon thread, which ends once
 * the connection is aborted; it blocks on the network at most. The thread that started the timer must stop it.
 */
final class TransactionTimer {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionTimer.class);

    private final Connection connection;
    private final Thread worker = Thread.currentThread();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean stopped;
    private boolean expired;

    private TransactionTimer(Connection connection) {
        this.connection = connection;
    }

    static TransactionTimer start(Connection connection, Duration timeout) {
        TransactionTimer timer = new TransactionTimer(connection);
        CompletableFuture<Void> unused = timer.end
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((nothing, failure) -> {
                    if (failure instanceof TimeoutException) {
                        Thread thread = new Thread(timer::expire, "reader-webhook-timeout");
                        thread.setDaemon(true);
                        thread.start();
                    }
                });
        return timer;
    }

    private synchronized void expire() {
        if (stopped) {
            return;
        }
        expired = true;
        worker.interrupt();
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.warn("can't abort the connection of a webhook handler that takes too long", e);
        }
    }

    /** Stops the timer and returns whether it has ended the transaction. Clears the interrupt that it caused. */
    boolean stop() {
        end.complete(null);
        synchronized (this) {
            stopped = true;
            if (expired) {
                Thread.interrupted();
            }
            return expired;
        }
    }
}
