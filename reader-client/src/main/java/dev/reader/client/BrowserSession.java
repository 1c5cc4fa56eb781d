package dev.reader.client;

import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.SessionExpiredException;
import dev.reader.client.error.SessionNotFoundException;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.model.Session;
import dev.reader.client.model.SessionStatus;
import dev.reader.client.model.StoppedSession;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A browser session that was just created, and that stops itself when it is closed (docs/reader-api.md §6).
 *
 * <pre>{@code
 * try (BrowserSession session = reader.sessions().create(Duration.ofMinutes(5))) {
 *     drive(session.wsEndpoint(), session.token());
 * }
 * }</pre>
 *
 * <p>Its token opens the browser to whoever has it: it is in no {@code toString}, and neither is the address, which may
 * contain it.
 */
public final class BrowserSession implements AutoCloseable {
    /** What an interrupted thread may still be kept by the stopping of its session. */
    private static final Duration WHEN_INTERRUPTED = Duration.ofMillis(900);

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

    /** {@return the session's state when it was created; {@link Sessions#get} asks for the present one} */
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

    /** {@return when the session was created, or null where the server does not say} */
    public @Nullable Instant createdAt() {
        return created.createdAt();
    }

    /** {@return when the session ends by itself, or null where the server does not say} */
    public @Nullable Instant expiresAt() {
        return created.expiresAt();
    }

    /**
     * Stops the session. A second call returns what the first did.
     *
     * @return how it ended
     * @throws SessionNotFoundException if it is gone already
     * @throws SessionExpiredException if its time was up already
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
     * Stops the session, if that has not happened yet; one that is over already is left at that. On a thread that is
     * interrupted the session is stopped all the same, if that takes less than a second.
     *
     * @throws ReaderInterruptedException if the thread is interrupted and the session could not be stopped in that time
     */
    @Override
    public void close() {
        if (stopped != null) {
            return;
        }
        try {
            if (Thread.interrupted()) {
                stopThoughInterrupted();
            } else {
                stop();
            }
        } catch (SessionNotFoundException | SessionExpiredException e) {
            // It is over, which is what was asked for.
            stopped = new StoppedSession(sessionId(), SessionStatus.EXPIRED, null, null);
        }
    }

    private void stopThoughInterrupted() {
        try {
            long deadline = sessions.transport().resources().time().nanos() + WHEN_INTERRUPTED.toNanos();
            stopped = sessions.stop(sessionId(), Patience.until(deadline));
        } catch (DeadlineException e) {
            throw new ReaderInterruptedException(
                    "interrupted, and session " + sessionId() + " could not be stopped in time", e);
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return the session in a line, without its token and its address} */
    @Override
    public String toString() {
        return "BrowserSession[sessionId=" + sessionId() + ", status=" + (stopped == null ? status() : "over")
                + ", expiresAt=" + expiresAt() + "]";
    }
}
