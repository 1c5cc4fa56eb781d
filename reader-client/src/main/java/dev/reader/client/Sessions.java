package dev.reader.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.error.SessionExpiredException;
import dev.reader.client.error.SessionNotFoundException;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Operation;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.json.Json;
import dev.reader.client.internal.paging.Lists;
import dev.reader.client.model.Session;
import dev.reader.client.model.SessionStatus;
import dev.reader.client.model.StoppedSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Manages browser sessions: remote browsers that the caller controls through the Chrome DevTools Protocol
 * (docs/reader-api.md §6). Obtained from {@link ReaderClient#sessions}.
 *
 * <p>Thread-safe. A session costs one credit per minute until it is stopped or expires.
 */
public final class Sessions {
    private static final TypeReference<Envelope<JsonNode>> CREATED = new TypeReference<>() {};
    private static final TypeReference<Envelope<Session>> SESSION = new TypeReference<>() {};
    private static final TypeReference<Envelope<List<Session>>> SESSIONS = new TypeReference<>() {};
    private static final TypeReference<Envelope<StoppedSession>> STOPPED = new TypeReference<>() {};
    private static final Duration MIN_DURATION = Duration.ofMinutes(1);
    private static final Duration MAX_DURATION = Duration.ofHours(1);

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
        return create(Map.of());
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
        Checks.inRange("maxDuration", maxDuration, MIN_DURATION, MAX_DURATION);
        return create(Map.of("maxDurationMs", maxDuration.toMillis()));
    }

    private BrowserSession create(Map<String, Object> body) {
        JsonNode created =
                transport.data(ApiRequest.postJson(Operation.CREATE_SESSION, body, "v1", "sessions"), CREATED);
        String wsEndpoint = text(created, "wsEndpoint");
        String token = text(created, "token");
        ObjectNode known = created.deepCopy();
        known.remove(List.of("wsEndpoint", "token"));
        try {
            return new BrowserSession(this, Json.convert(known, Session.class), wsEndpoint, token);
        } catch (JsonProcessingException e) {
            throw new ReaderProtocolException("can't parse the created session: " + Json.reason(e), e);
        }
    }

    private static String text(JsonNode created, String name) {
        if (!created.path(name).isTextual()) {
            throw new ReaderProtocolException("the created session has no " + name, null);
        }
        return created.path(name).textValue();
    }

    /**
     * Returns the active sessions.
     *
     * @return the sessions
     */
    public List<Session> list() {
        return Lists.whole(transport, ApiRequest.get(Operation.LIST_SESSIONS, "v1", "sessions"), SESSIONS);
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
        return transport.data(
                ApiRequest.get(Operation.GET_SESSION, "v1", "sessions", Checks.id("sessionId", sessionId)), SESSION);
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
        ApiRequest request =
                ApiRequest.delete(Operation.STOP_SESSION, "v1", "sessions", Checks.id("sessionId", sessionId));
        return transport
                .delete(request, STOPPED, limits)
                .orElseGet(() -> new StoppedSession(sessionId, SessionStatus.STOPPED, null, null));
    }

    Transport transport() {
        return transport;
    }
}
