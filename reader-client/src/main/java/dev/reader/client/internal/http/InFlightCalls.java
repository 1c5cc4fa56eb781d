package dev.reader.client.internal.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks the calls in flight, and cancels them when the calling thread is interrupted or the client is closed.
 *
 * <p>OkHttp's blocking calls don't notice an interrupt. While calls are in flight, a sweep checks the calling threads ten
 * times a second and cancels the calls of interrupted ones. A call costs a map entry. The sweeper is one daemon thread,
 * which never blocks and ends after some idle seconds.
 */
final class InFlightCalls {
    private static final Logger LOG = LoggerFactory.getLogger("dev.reader.client.http");
    private static final long SWEEP_MILLIS = 100;

    private final Map<Call, Thread> callers = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor sweeper;
    private final Runnable lateEnd;
    private volatile boolean closed;

    /**
     * Creates an empty set of calls.
     *
     * @param lateEnd runs when a call ends after {@link #close}, since the call may return a connection to the pool
     */
    InFlightCalls(Runnable lateEnd) {
        this.lateEnd = lateEnd;
        sweeper = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("reader-client-interrupts"));
        sweeper.setKeepAliveTime(5, TimeUnit.SECONDS);
        sweeper.allowCoreThreadTimeOut(true);
        sweeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Reads a response while its call counts as in flight. */
    interface Reader<T> {
        T read(Response response) throws IOException;
    }

    /** Executes a call on this thread and closes its response. */
    <T> T execute(Call call, Reader<T> reader) throws IOException {
        callers.put(call, Thread.currentThread());
        try {
            if (closed) {
                cancel(call);
            }
            ensureSweeping();
            try (Response response = send(call)) {
                return reader.read(response);
            }
        } finally {
            callers.remove(call);
            if (closed) {
                lateEnd.run();
            }
        }
    }

    /** Converts the undeclared InterruptedException that OkHttp throws if the thread is interrupted during the connect. */
    private static Response send(Call call) throws IOException {
        try {
            return call.execute();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            }
            throw e;
        }
    }

    private void ensureSweeping() {
        if (!closed && sweeping.compareAndSet(false, true)) {
            sweepLater();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a sweep throws nothing
    private void sweepLater() {
        try {
            sweeper.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // close() has run meanwhile and cancelled every call.
            sweeping.set(false);
        }
    }

    private void sweep() {
        callers.forEach((call, thread) -> {
            if (thread.isInterrupted()) {
                cancel(call);
            }
        });
        if (!callers.isEmpty()) {
            sweepLater();
            return;
        }
        sweeping.set(false);
        if (!callers.isEmpty()) {
            ensureSweeping();
        }
    }

    static void cancel(Call call) {
        try {
            call.cancel();
        } catch (RuntimeException | Error e) {
            // Thrown by the caller's event listener. It must end neither the sweep nor the closing of the client.
            LOG.warn("an event listener of the application failed while a call was cancelled", e);
        }
    }

    int count() {
        return callers.size();
    }

    void close() {
        closed = true;
        callers.keySet().forEach(InFlightCalls::cancel);
        sweeper.shutdown();
    }
}
