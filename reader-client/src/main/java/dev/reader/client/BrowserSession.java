package dev.reader.client;

import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.SessionExpiredException;
import dev.reader.client.error.SessionNotFoundException;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Time;
import dev.reader.client.model.Session;
import dev.reader.client.model.SessionStatus;
import dev.reader.client.model.StoppedSession;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A newly created browser session, which {@link #close} stops (docs/reader-api.md §6).
 *
 * <pre>{@code
 * try (BrowserSession session = reader.sessions().create(Duration.ofMinutes(5))) {
 *     drive(session.wsEndpoint(), session.token());
 * }
 * }</pre>
 *
 * <p>The token gives full access to the browser. {@code toString} contains neither the token nor the address, which may
 * contain the token.
 */
public final class BrowserSession implements AutoCloseable {
    /** How long {@link #close} may block an interrupted thread. */
    private static final Duration MAX_STOP_AFTER_INTERRUPT = Duration.ofMillis(900);

    private final Sessions sessions;
    private final Session created;
    private final String wsEndpoint;
    private final String token;
    private volatile @Nullable StoppedSession stopped;

    BrowserSession(Sessions sessions, Session created, String wsEndpoint, String token) {
        this.sessions = sessions;
        this.created = created;
        this.wsEndpoint = wsEndpoint;
        this.token = token;
    }

    /** {@return the session's id} */
    public String sessionId() {
        return created.sessionId();
    }

    /** {@return the session's status at its creation; {@link Sessions#get} returns the current one} */
    public SessionStatus status() {
        return created.status();
    }

    /** {@return the WebSocket address of the browser's DevTools, a secret} */
    public String wsEndpoint() {
        return wsEndpoint;
    }

    /** {@return the token that opens the browser, a secret} */
    public String token() {
        return token;
    }

    /** {@return when the session was created, or null if unknown} */
    public @Nullable Instant createdAt() {
        return created.createdAt();
    }

    /** {@return when the session expires, or null if unknown} */
    public @Nullable Instant expiresAt() {
        return created.expiresAt();
    }

    /**
     * Stops the session. Further calls return the result of the first.
     *
     * @return the stopped session
     * @throws SessionNotFoundException if the session no longer exists
     * @throws SessionExpiredException if the session has already expired
     */
    public StoppedSession stop() {
        StoppedSession before = stopped;
        if (before != null) {
            return before;
        }
        StoppedSession now = sessions.stop(sessionId());
        stopped = now;
        return now;
    }

    /**
     * Stops the session unless it was stopped or has expired. Also tries to stop it on an interrupted thread, for less
     * than a second.
     *
     * @throws ReaderInterruptedException if the thread is interrupted and the session could not be stopped in time
     */
    @Override
    public void close() {
        if (stopped != null) {
            return;
        }
        try {
            if (Thread.interrupted()) {
                stopOnInterruptedThread();
            } else {
                stop();
            }
        } catch (SessionNotFoundException | SessionExpiredException e) {
            // The session has ended, as intended.
            stopped = new StoppedSession(sessionId(), SessionStatus.EXPIRED, null, null);
        }
    }

    private void stopOnInterruptedThread() {
        try {
            Time time = sessions.transport().resources().time();
            stopped = sessions.stop(sessionId(), RetryLimits.within(MAX_STOP_AFTER_INTERRUPT, time));
        } catch (DeadlineException e) {
            throw new ReaderInterruptedException(
                    "interrupted; session " + sessionId() + " could not be stopped in time and runs until it expires",
                    e);
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return a one-line summary without token and address} */
    @Override
    public String toString() {
        return "BrowserSession[sessionId=" + sessionId() + ", status=" + (stopped == null ? status() : "ended")
                + ", expiresAt=" + expiresAt() + "]";
    }
}
