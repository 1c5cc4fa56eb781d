package dev.reader.examples.local.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ApiExchange;
import dev.reader.examples.local.http.ApiResponse;
import dev.reader.examples.local.http.ErrorCode;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.http.RequestFields;
import dev.reader.examples.local.http.Routes;
import dev.reader.examples.local.http.ThreadPools;
import dev.reader.examples.local.scrape.Chromium;
import dev.reader.examples.local.webhook.WebhookPublisher;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Serves {@code /v1/sessions}: browsers of this machine, charged by the minute. */
public final class SessionEndpoints implements AutoCloseable {
    private static final int MIN_MILLIS = 60_000;
    private static final int MAX_MILLIS = 3_600_000;
    private static final int DEFAULT_MILLIS = 600_000;

    private final Chromium chromium;
    private final CreditAccount account;
    private final WebhookPublisher events;
    private final Clock clock;
    private final ThreadPools threads;
    private final Map<String, ServerSession> sessions = new LinkedHashMap<>();

    public SessionEndpoints(
            Chromium chromium, CreditAccount account, WebhookPublisher events, Clock clock, ThreadPools threads) {
        this.chromium = chromium;
        this.account = account;
        this.events = events;
        this.clock = clock;
        this.threads = threads;
    }

    public void addTo(Routes routes) {
        routes.add("POST", "/v1/sessions", this::create)
                .add("GET", "/v1/sessions", this::list)
                .add("GET", "/v1/sessions/{id}", this::get)
                .add("DELETE", "/v1/sessions/{id}", this::stop);
    }

    private void create(ApiExchange exchange) throws IOException {
        RequestFields fields = new RequestFields(exchange.bodyOrEmpty());
        Duration length = Duration.ofMillis(fields.integer("maxDurationMs", MIN_MILLIS, MAX_MILLIS, DEFAULT_MILLIS));
        fields.check();
        account.require(1);
        ServerSession session = new ServerSession(start(), clock.instant(), length);
        synchronized (this) {
            sessions.put(session.id(), session);
        }
        threads.schedule(length, this::expire);
        events.publish("session.created", JsonNodes.object().put("sessionId", session.id()));
        exchange.send(ApiResponse.created(session.creationJson()));
    }

    private Chromium.Running start() {
        try {
            return chromium.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorCode.INTERNAL_ERROR, "The server is stopping");
        }
    }

    private synchronized void list(ApiExchange exchange) throws IOException {
        expire();
        ArrayNode active = JsonNodes.array();
        sessions.values().stream()
                .filter(session -> session.status() == ServerSession.Status.ACTIVE)
                .forEach(session -> active.add(session.json()));
        exchange.send(ApiResponse.ok(active));
    }

    private synchronized void get(ApiExchange exchange) throws IOException {
        expire();
        exchange.send(ApiResponse.ok(find(exchange.pathParameter("id")).json()));
    }

    private synchronized void stop(ApiExchange exchange) throws IOException {
        expire();
        ServerSession session = find(exchange.pathParameter("id"));
        if (session.status() == ServerSession.Status.EXPIRED) {
            throw new ApiException(ErrorCode.SESSION_EXPIRED, "The session has expired: " + session.id());
        }
        if (session.status() == ServerSession.Status.STOPPED) {
            throw notFound(session.id());
        }
        Duration duration = session.end(ServerSession.Status.STOPPED, clock.instant());
        int credits = charge(session, duration);
        exchange.send(ApiResponse.ok(JsonNodes.object()
                .put("sessionId", session.id())
                .put("status", "stopped")
                .put("durationMs", duration.toMillis())
                .put("creditsCharged", credits)));
    }

    private ServerSession find(String id) {
        ServerSession session = sessions.get(id);
        if (session == null) {
            throw notFound(id);
        }
        return session;
    }

    private static ApiException notFound(String id) {
        return new ApiException(ErrorCode.SESSION_NOT_FOUND, "No session has the id " + id);
    }

    /** Ends the sessions that have expired. */
    private synchronized void expire() {
        for (ServerSession session : sessions.values()) {
            boolean expired = !clock.instant().isBefore(session.expiresAt());
            if (session.status() == ServerSession.Status.ACTIVE && expired) {
                charge(session, session.end(ServerSession.Status.EXPIRED, clock.instant()));
            }
        }
    }

    /** Charges one credit for each minute that has begun. */
    private int charge(ServerSession session, Duration duration) {
        int credits = (int) Math.max(1, duration.plusMillis(MIN_MILLIS - 1).toMinutes());
        account.settle(0, credits);
        events.publish("session.stopped", JsonNodes.object().put("sessionId", session.id()));
        return credits;
    }

    /** Ends every browser. */
    @Override
    public synchronized void close() {
        for (ServerSession session : sessions.values()) {
            if (session.status() == ServerSession.Status.ACTIVE) {
                session.end(ServerSession.Status.STOPPED, clock.instant());
            }
        }
    }
}
