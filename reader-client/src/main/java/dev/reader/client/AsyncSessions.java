package dev.reader.client;

import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.WholeList;
import dev.reader.client.model.Session;
import dev.reader.client.model.StoppedSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Manages browser sessions, as {@link Sessions} does, without blocking. Obtained from {@link AsyncReaderClient#sessions}.
 * Thread-safe.
 */
public final class AsyncSessions {
    private final Transport transport;
    private final Executor executor;

    AsyncSessions(Transport transport, Executor executor) {
        this.transport = transport;
        this.executor = executor;
    }

    /**
     * Creates a session with the server's default duration, as {@link Sessions#create()} does.
     *
     * @return the session, which the caller must stop; its {@code close()} blocks, and {@link #stop} does not
     */
    public CompletableFuture<BrowserSession> create() {
        return transport.executeAsync(Calls.createSession(new Sessions(transport)), executor);
    }

    /**
     * Creates a session, as {@link Sessions#create(Duration)} does.
     *
     * @param maxDuration the duration after which the session expires, 60 s to 3,600 s
     * @return the session, which the caller must stop; its {@code close()} blocks, and {@link #stop} does not
     */
    public CompletableFuture<BrowserSession> create(Duration maxDuration) {
        return transport.executeAsync(Calls.createSession(maxDuration, new Sessions(transport)), executor);
    }

    /** {@return the active sessions} */
    public CompletableFuture<List<Session>> list() {
        return Futures.whole(transport, new WholeList<>(Calls.SESSIONS, Calls.SESSION_LIST), executor);
    }

    /**
     * Returns one session, as {@link Sessions#get} does.
     *
     * @param sessionId the session's id
     * @return the session
     */
    public CompletableFuture<Session> get(String sessionId) {
        return transport.executeAsync(Calls.session(sessionId), executor);
    }

    /**
     * Stops a session, as {@link Sessions#stop} does.
     *
     * @param sessionId the session's id
     * @return the stopped session
     */
    public CompletableFuture<StoppedSession> stop(String sessionId) {
        return transport.executeAsync(Calls.stopSession(sessionId), executor);
    }
}
