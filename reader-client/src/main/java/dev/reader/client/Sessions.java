package dev.reader.client;

import dev.reader.client.error.SessionExpiredException;
import dev.reader.client.error.SessionNotFoundException;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.Lists;
import dev.reader.client.model.Session;
import dev.reader.client.model.StoppedSession;
import java.time.Duration;
import java.util.List;

/**
 * Manages browser sessions: remote browsers that the caller controls through the Chrome DevTools Protocol
 * (docs/reader-api.md §6). Obtained from {@link ReaderClient#sessions}.
 *
 * <p>Thread-safe. A session costs one credit per minute until it is stopped or expires.
 */
public final class Sessions {
    private final Transport transport;

    Sessions(Transport transport) {
        this.transport = transport;
    }

    /**
     * Creates a session with the server's default duration.
     *
     * @return the session, which the caller must close
     * @see #create(Duration)
     */
    public BrowserSession create() {
        return transport.execute(Calls.createSession(this));
    }

    /**
     * Creates a session.
     *
     * <p>Not retried if the response is lost, because a second session would cost credits too: the exception's {@code
     * outcomeUnknown} is then true, and {@link #list} shows whether a session was created.
     *
     * @param maxDuration the duration after which the session expires, 60 s to 3,600 s
     * @return the session, which the caller must close
     * @throws dev.reader.client.error.UpstreamUnavailableException if no browser is available
     */
    public BrowserSession create(Duration maxDuration) {
        return transport.execute(Calls.createSession(maxDuration, this));
    }

    /**
     * Returns the active sessions.
     *
     * @return the sessions
     */
    public List<Session> list() {
        return Lists.whole(transport, Calls.SESSIONS, Calls.SESSION_LIST);
    }

    /**
     * Returns one session.
     *
     * @param sessionId the session's id
     * @return the session
     * @throws SessionNotFoundException if no session has this id
     * @throws SessionExpiredException if the session has expired and the server reports that with its own error code
     */
    public Session get(String sessionId) {
        return transport.execute(Calls.session(sessionId));
    }

    /**
     * Stops a session. Retried if a response is lost; a retry that finds the session gone counts as success.
     *
     * @param sessionId the session's id
     * @return the stopped session
     * @throws SessionNotFoundException if no session has this id
     * @throws SessionExpiredException if the session has already expired
     */
    public StoppedSession stop(String sessionId) {
        return stop(sessionId, RetryLimits.CONFIGURED);
    }

    StoppedSession stop(String sessionId, RetryLimits limits) {
        return transport.execute(Calls.stopSession(sessionId).within(limits));
    }

    Transport transport() {
        return transport;
    }
}
