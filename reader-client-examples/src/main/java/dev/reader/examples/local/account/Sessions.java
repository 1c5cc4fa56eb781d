package dev.reader.examples.local.account;

import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ErrorCode;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.http.ThreadPools;
import dev.reader.examples.local.scrape.Chromium;
import dev.reader.examples.local.webhook.WebhookPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Starts browser sessions, charges them, and ends them when their time or the credits are used up. A timer looks after
 * them every second; every call does as well.
 */
final class Sessions implements AutoCloseable {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MAX_ENDED = 1_000;

    private final Chromium chromium;
    private final CreditAccount account;
    private final WebhookPublisher events;
    private final Clock clock;
    private final ThreadPools threads;
    private final Map<String, ServerSession> sessions = new LinkedHashMap<>();

    Sessions(Chromium chromium, CreditAccount account, WebhookPublisher events, Clock clock, ThreadPools threads) {
        this.chromium = chromium;
        this.account = account;
        this.events = events;
        this.clock = clock;
        this.threads = threads;
        Future<?> unused = threads.schedulePeriodically(TICK, this::settle);
    }

    ServerSession create(Duration length) {
        account.reserve(1);
        Chromium.Running browser;
        try {
            browser = chromium.start();
        } catch (InterruptedException e) {
            account.settle(1, 0);
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorCode.INTERNAL_ERROR, "The server is stopping");
        } catch (RuntimeException e) {
            account.settle(1, 0);
            throw e;
        }
        account.settle(1, 1);
        ServerSession session = new ServerSession(browser, clock.instant(), length);
        synchronized (this) {
            sessions.put(session.id(), session);
        }
        events.publish("session.created", JsonNodes.object().put("sessionId", session.id()));
        return session;
    }

    synchronized List<ServerSession> active() {
        settle();
        return sessions.values().stream()
                .filter(session -> session.status() == ServerSession.Status.ACTIVE)
                .toList();
    }

    /** Returns a session, or throws {@code session_not_found}. */
    synchronized ServerSession get(String id) {
        settle();
        ServerSession session = sessions.get(id);
        if (session == null) {
            throw new ApiException(ErrorCode.SESSION_NOT_FOUND, "No session has the id " + id);
        }
        return session;
    }

    /** Returns an active session, or throws {@code session_not_found} or {@code session_expired}. */
    synchronized ServerSession getActive(String id) {
        ServerSession session = get(id);
        if (session.status() != ServerSession.Status.ACTIVE) {
            throw new ApiException(ErrorCode.SESSION_EXPIRED, "The session has ended: " + id);
        }
        return session;
    }

    /** Stops an active session and returns it. */
    synchronized ServerSession stop(String id) {
        ServerSession session = getActive(id);
        end(session, ServerSession.Status.STOPPED, clock.instant());
        return session;
    }

    /**
     * Connects a client to the browser of a session, or throws {@code session_not_found}, {@code session_expired} or
     * {@code unauthenticated}.
     */
    synchronized CdpProxy connect(String id, @Nullable String token) {
        ServerSession session = getActive(id);
        if (!session.accepts(token)) {
            throw new ApiException(ErrorCode.UNAUTHENTICATED, "The token is missing or wrong");
        }
        CdpProxy client =
                new CdpProxy(session.browserEndpoint(), threads.io(), closed -> disconnected(session, closed));
        session.add(client);
        return client;
    }

    private synchronized void disconnected(ServerSession session, CdpProxy client) {
        session.remove(client);
    }

    /** Charges the minutes that have begun, and ends the sessions whose time or whose credits are used up. */
    synchronized void settle() {
        Instant now = clock.instant();
        for (ServerSession session : new ArrayList<>(sessions.values())) {
            if (session.status() == ServerSession.Status.ACTIVE) {
                settle(session, now);
            }
        }
    }

    private void settle(ServerSession session, Instant now) {
        Instant due = session.nextCharge();
        while (!due.isAfter(now) && due.isBefore(session.expiresAt())) {
            if (!account.charge(1)) {
                end(session, ServerSession.Status.STOPPED, due);
                return;
            }
            session.charged();
            due = session.nextCharge();
        }
        if (!now.isBefore(session.expiresAt())) {
            end(session, ServerSession.Status.EXPIRED, session.expiresAt());
        }
    }

    private void end(ServerSession session, ServerSession.Status status, Instant at) {
        session.end(status, at);
        events.publish("session.stopped", session.summary());
        Iterator<ServerSession> oldest = sessions.values().iterator();
        while (sessions.size() > MAX_ENDED && oldest.hasNext()) {
            if (oldest.next().status() != ServerSession.Status.ACTIVE) {
                oldest.remove();
            }
        }
    }

    /** Ends every session. */
    @Override
    public synchronized void close() {
        for (ServerSession session : sessions.values()) {
            if (session.status() == ServerSession.Status.ACTIVE) {
                session.end(ServerSession.Status.STOPPED, clock.instant());
            }
        }
    }
}
