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
 * The calls that are under way, so that an interrupt of the calling thread and the closing of the client end them.
 *
 * <p>OkHttp's blocking calls don't notice an interrupt. A sweep looks at the calling threads ten times a second while
 * calls are under way and cancels the calls of those that were interrupted; calls themselves pay a map entry. The
 * sweeper is one daemon thread, which ends after some idle seconds and starts again when needed. It never blocks.
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
     * Has nothing to do yet.
     *
     * @param lateEnd run when a call ends after {@link #close}, since it may give back a connection that nobody wants
     */
    InFlightCalls(Runnable lateEnd) {
        this.lateEnd = lateEnd;
        sweeper = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("reader-client-interrupts"));
        sweeper.setKeepAliveTime(5, TimeUnit.SECONDS);
        sweeper.allowCoreThreadTimeOut(true);
        sweeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** What is done with an answer while its call counts as under way. */
    interface Reader<T> {
        T read(Response response) throws IOException;
    }

    /** Carries a call out on this thread, and closes its response. */
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

    /** OkHttp lets an InterruptedException out that it does not declare, if the thread is interrupted while it connects. */
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
            // close() came between, and has cancelled every call.
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

    private static void cancel(Call call) {
        try {
            call.cancel();
        } catch (RuntimeException e) {
            // Comes from an event listener of the caller's; the other calls are to be cancelled all the same.
            LOG.warn("an event listener failed while a call was cancelled", e);
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
