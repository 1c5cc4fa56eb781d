package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderInterruptedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What a client opens and its {@code close} ends: connections, calls under way, waits and threads.
 *
 * <p>Workers are daemon threads that fetch ahead, which block on calls and on nothing else, and that listen to streams,
 * which say themselves what they block on. They end ten seconds after their last task; closing interrupts them.
 */
public final class ClientResources {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final OkHttpClient http;
    private final boolean ownsHttp;
    private final Time time;
    private final InFlightCalls calls = new InFlightCalls(this::dropConnections);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), DaemonThreads.named("reader-client"));

    /**
     * Opens nothing yet.
     *
     * @param callersHttp the caller's own client, whose connections, proxy, TLS and listeners are used and which is never
     *     closed; null for one of our own
     */
    public ClientResources(@Nullable OkHttpClient callersHttp, Time time) {
        this.ownsHttp = callersHttp == null;
        this.time = time;
        OkHttpClient.Builder builder = callersHttp == null
                ? new OkHttpClient.Builder().connectTimeout(CONNECT_TIMEOUT)
                : callersHttp.newBuilder();
        this.http = builder.followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                // a time-out is set on each call, since a page may take two minutes
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO)
                .addNetworkInterceptor(new NetworkGuard())
                .build();
    }

    OkHttpClient http() {
        return http;
    }

    public Time time() {
        return time;
    }

    InFlightCalls calls() {
        return calls;
    }

    /** Runs tasks beside the caller's thread. */
    public ExecutorService workers() {
        return workers;
    }

    /** Opens when the client is closed; what waits, waits on it. */
    public CountDownLatch closed() {
        return closed;
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Refuses what is asked of a closed client. */
    public void checkOpen() {
        if (isClosed()) {
            throw new IllegalStateException("the client is closed");
        }
    }

    /** Waits; ends with an exception when the client is closed or this thread interrupted. */
    public void pause(Duration duration, String during) {
        InterruptedException interrupt = null;
        try {
            time.await(closed, duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupt = e;
        }
        // First, since closing interrupts the workers.
        if (isClosed()) {
            throw new ReaderConnectionException("the client was closed during " + during, interrupt, false, null);
        }
        if (interrupt != null) {
            throw new ReaderInterruptedException("interrupted during " + during, interrupt);
        }
    }

    public void close() {
        closed.countDown();
        calls.close();
        workers.shutdownNow();
        dropConnections();
    }

    private void dropConnections() {
        if (ownsHttp) {
            http.connectionPool().evictAll();
        }
    }
}
