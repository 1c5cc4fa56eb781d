package dev.reader.examples.local.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ApiExchange;
import dev.reader.examples.local.http.ApiResponse;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.http.RequestFields;
import dev.reader.examples.local.http.Routes;
import dev.reader.examples.local.http.ThreadPools;
import dev.reader.examples.local.scrape.Chromium;
import dev.reader.examples.local.webhook.WebhookPublisher;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.jspecify.annotations.Nullable;

/** Serves {@code /v1/sessions}: browsers of this machine, charged by the minute. */
public final class SessionEndpoints implements AutoCloseable {
    private static final int MIN_MILLIS = 60_000;
    private static final int MAX_MILLIS = 3_600_000;

    private final Sessions sessions;

    public SessionEndpoints(
            Chromium chromium, CreditAccount account, WebhookPublisher events, Clock clock, ThreadPools threads) {
        sessions = new Sessions(chromium, account, events, clock, threads);
    }

    public void addTo(Routes routes) {
        routes.add("POST", "/v1/sessions", this::create)
                .add("GET", "/v1/sessions", this::list)
                .add("GET", "/v1/sessions/{id}", this::get)
                .add("DELETE", "/v1/sessions/{id}", this::stop)
                .addPublic("GET", "/v1/sessions/{id}/cdp", this::refuseConnection);
    }

    /** Charges what is due, so that the account is up to date. */
    void settle() {
        sessions.settle();
    }

    /** Connects a WebSocket to the browser of a session. */
    public FrameHandler connect(String sessionId, @Nullable String token) {
        return sessions.connect(sessionId, token);
    }

    private void create(ApiExchange exchange) throws IOException {
        RequestFields fields = new RequestFields(exchange.bodyOrEmpty());
        Duration length = Duration.ofMillis(fields.integer("maxDurationMs", MIN_MILLIS, MAX_MILLIS, MAX_MILLIS));
        fields.check();
        ServerSession session = sessions.create(length);
        String origin = "ws://" + exchange.request().getHeader("Host");
        exchange.send(ApiResponse.created(session.creationJson(origin)));
    }

    private void list(ApiExchange exchange) throws IOException {
        ArrayNode active = JsonNodes.array();
        sessions.active().forEach(session -> active.add(session.json()));
        exchange.send(ApiResponse.ok(active));
    }

    private void get(ApiExchange exchange) throws IOException {
        exchange.send(ApiResponse.ok(sessions.get(exchange.pathParameter("id")).json()));
    }

    private void stop(ApiExchange exchange) throws IOException {
        exchange.send(ApiResponse.ok(sessions.stop(exchange.pathParameter("id")).summary()));
    }

    /** Answers a request to a browser's endpoint that is no WebSocket. */
    private void refuseConnection(ApiExchange exchange) {
        throw ApiException.invalid("upgrade", "required", "This endpoint accepts WebSocket connections only");
    }

    /** Ends every browser. */
    @Override
    public void close() {
        sessions.close();
    }
}
