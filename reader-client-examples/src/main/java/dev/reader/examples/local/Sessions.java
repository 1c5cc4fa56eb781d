package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /v1/sessions}: browsers of this machine, lent out by the minute. */
final class Sessions implements AutoCloseable {
    private static final int MIN_MILLIS = 60_000;
    private static final int MAX_MILLIS = 3_600_000;
    private static final int DEFAULT_MILLIS = 600_000;

    private final Chromium chromium;
    private final Account account;
    private final WebhookEvents events;
    private final Clock clock;
    private final Threads threads;
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    Sessions(Chromium chromium, Account account, WebhookEvents events, Clock clock, Threads threads) {
        this.chromium = chromium;
        this.account = account;
        this.events = events;
        this.clock = clock;
        this.threads = threads;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/v1/sessions", this::create)
                .add("GET", "/v1/sessions", this::list)
                .add("GET", "/v1/sessions/{id}", this::get)
                .add("DELETE", "/v1/sessions/{id}", this::stop);
    }

    private void create(Exchange exchange) throws IOException {
        Fields fields = new Fields(exchange.bodyOrEmpty());
        Duration length = Duration.ofMillis(fields.integer("maxDurationMs", MIN_MILLIS, MAX_MILLIS, DEFAULT_MILLIS));
        fields.check();
        account.require(1);
        Session session = new Session(start(), clock.instant(), length);
        synchronized (this) {
            sessions.put(session.id(), session);
        }
        threads.later(length, this::expire);
        events.publish("session.created", Json.object().put("sessionId", session.id()));
        exchange.send(Reply.created(session.jsonOfCreation()));
    }

    private Chromium.Running start() {
        try {
            return chromium.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorCode.INTERNAL_ERROR, "The server is stopping");
        }
    }

    private synchronized void list(Exchange exchange) throws IOException {
        expire();
        ArrayNode active = Json.array();
        sessions.values().stream()
                .filter(session -> session.status() == Session.Status.ACTIVE)
                .forEach(session -> active.add(session.json()));
        exchange.send(Reply.ok(active));
    }

    private synchronized void get(Exchange exchange) throws IOException {
        expire();
        exchange.send(Reply.ok(find(exchange.pathParameter("id")).json()));
    }

    private synchronized void stop(Exchange exchange) throws IOException {
        expire();
        Session session = find(exchange.pathParameter("id"));
        if (session.status() == Session.Status.EXPIRED) {
            throw new ApiException(ErrorCode.SESSION_EXPIRED, "The session has expired: " + session.id());
        }
        if (session.status() == Session.Status.STOPPED) {
            throw notFound(session.id());
        }
        Duration lasted = session.end(Session.Status.STOPPED, clock.instant());
        int credits = charge(session, lasted);
        exchange.send(Reply.ok(Json.object()
                .put("sessionId", session.id())
                .put("status", "stopped")
                .put("durationMs", lasted.toMillis())
                .put("creditsCharged", credits)));
    }

    private Session find(String id) {
        Session session = sessions.get(id);
        if (session == null) {
            throw notFound(id);
        }
        return session;
    }

    private static ApiException notFound(String id) {
        return new ApiException(ErrorCode.SESSION_NOT_FOUND, "No session with the id " + id);
    }

    /** Ends the sessions whose time is over. */
    private synchronized void expire() {
        for (Session session : sessions.values()) {
            boolean over = !clock.instant().isBefore(session.expiresAt());
            if (session.status() == Session.Status.ACTIVE && over) {
                charge(session, session.end(Session.Status.EXPIRED, clock.instant()));
            }
        }
    }

    /** One credit for each minute that was begun. */
    private int charge(Session session, Duration lasted) {
        int credits = (int) Math.max(1, lasted.plusMillis(MIN_MILLIS - 1).toMinutes());
        account.settle(0, credits);
        events.publish("session.stopped", Json.object().put("sessionId", session.id()));
        return credits;
    }

    /** Ends every browser. */
    @Override
    public synchronized void close() {
        for (Session session : sessions.values()) {
            if (session.status() == Session.Status.ACTIVE) {
                session.end(Session.Status.STOPPED, clock.instant());
            }
        }
    }
}
