package dev.reader.client.internal.http;

import dev.reader.client.internal.Checks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** The three ways in which a client makes calls with OkHttp: on pooled connections, on fresh ones, and for streams. */
public final class HttpClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONNECTION_IDLE_TIME = Duration.ofMinutes(5);

    private final OkHttpClient http;
    private final boolean ownsHttp;
    private final Call.Factory pooledCalls;
    private final Call.Factory unpooledCalls;
    private final Call.Factory streamCalls;

    /**
     * Opens no connection yet.
     *
     * @param callersHttp the caller's client, whose connections, proxy, TLS and listeners are used and which is never closed;
     *     null to create one
     * @param callFactory makes the factory of all calls from a client with the guards of this class
     * @param streamIdleTimeout how long a stream may be silent
     */
    public HttpClients(
            @Nullable OkHttpClient callersHttp,
            Function<? super OkHttpClient, ? extends Call.Factory> callFactory,
            Duration streamIdleTimeout) {
        this.ownsHttp = callersHttp == null;
        this.http = guarded(callersHttp == null ? own() : callersHttp.newBuilder());
        OkHttpClient unpooledHttp = http.newBuilder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .build();
        OkHttpClient.Builder streamHttp = http.newBuilder().readTimeout(streamIdleTimeout);
        if (!http.protocols().contains(Protocol.H2_PRIOR_KNOWLEDGE)) {
            streamHttp.protocols(List.of(Protocol.HTTP_1_1));
        }
        this.pooledCalls = calls(callFactory, http);
        this.unpooledCalls = calls(callFactory, unpooledHttp);
        this.streamCalls = calls(callFactory, streamHttp.build());
    }

    private static OkHttpClient.Builder own() {
        // OkHttp keeps five connections, so that many calls at once would connect again and again.
        return new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .connectionPool(new ConnectionPool(
                        ClientResources.MAX_ASYNC_CALLS, CONNECTION_IDLE_TIME.toSeconds(), TimeUnit.SECONDS));
    }

    private static OkHttpClient guarded(OkHttpClient.Builder builder) {
        builder.interceptors().add(0, NetworkGuard.ENTRY);
        // Whoever cancels all calls of the caller's dispatcher does not mean these.
        return builder.dispatcher(new Dispatcher())
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                // Each call sets its own time-out, since a page may take two minutes.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO)
                .addNetworkInterceptor(new NetworkGuard())
                .build();
    }

    private static Call.Factory calls(
            Function<? super OkHttpClient, ? extends Call.Factory> callFactory, OkHttpClient http) {
        return Checks.notNull("the result of callFactory", callFactory.apply(http));
    }

    Call.Factory pooledCalls() {
        return pooledCalls;
    }

    /**
     * Returns the factory of calls that open a fresh connection each. A server may close an idle connection at the moment
     * when a request is sent on it; the outcome of a request that is not repeatable would then be unknown.
     */
    Call.Factory unpooledCalls() {
        return unpooledCalls;
    }

    /**
     * Returns the factory of calls that read streams. They use HTTP/1.1, where a slow reader stops the sender; HTTP/2 would
     * buffer megabytes for each stream. An idle connection ends by the socket's read time-out: it runs while a byte is
     * awaited, and not while the reader handles an event.
     */
    Call.Factory streamCalls() {
        return streamCalls;
    }

    /** Closes the idle connections, unless the client is the caller's. */
    void dropConnections() {
        if (ownsHttp) {
            http.connectionPool().evictAll();
        }
    }
}
