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
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.json.Json;
import dev.reader.client.model.Session;
import dev.reader.client.model.SessionStatus;
import dev.reader.client.model.StoppedSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Browser sessions: browsers at Reader's that the caller drives over the Chrome DevTools Protocol (docs/reader-api.md
 * §6). {@link ReaderClient#sessions} gives them.
 *
 * <p>Thread-safe. A session costs a credit a minute until it is stopped or its time is up.
 */
public final class Sessions {
    private static final TypeReference<Envelope<JsonNode>> CREATED = new TypeReference<>() {};
    private static final TypeReference<Envelope<Session>> SESSION = new TypeReference<>() {};
    private static final TypeReference<Envelope<List<Session>>> SESSIONS = new TypeReference<>() {};
    private static final TypeReference<Envelope<StoppedSession>> STOPPED = new TypeReference<>() {};
    private static final Duration LEAST_DURATION = Duration.ofMinutes(1);
    private static final Duration LONGEST_DURATION = Duration.ofHours(1);

    private final Transport transport;

    Sessions(Transport transport) {
        this.transport = transport;
    }

    /**
     * Creates a session that lasts as long as the server lets it by default.
     *
     * @return the session, to be closed
     * @see #create(Duration)
     */
    public BrowserSession create() {
        return create(Map.of());
    }

    /**
     * Creates a session.
     *
     * <p>Where the answer is lost, this is not asked again, since a second session would cost, too: the exception's {@code
     * outcomeUnknown} is true then, and {@link #list} tells.
     *
     * @param maxDuration when the session ends by itself, 60 s to 3,600 s
     * @return the session, to be closed
     * @throws dev.reader.client.error.UpstreamUnavailableException if there is no browser to be had
     */
    public BrowserSession create(Duration maxDuration) {
        Checks.inRange("maxDuration", maxDuration, LEAST_DURATION, LONGEST_DURATION);
        return create(Map.of("maxDurationMs", maxDuration.toMillis()));
    }

    private BrowserSession create(Map<String, Object> body) {
        JsonNode created = transport.data(ApiRequest.postJson(body, "v1", "sessions"), CREATED);
        String wsEndpoint = text(created, "wsEndpoint");
        String token = text(created, "token");
        ObjectNode known = created.deepCopy();
        known.remove(List.of("wsEndpoint", "token"));
        try {
            return new BrowserSession(this, Json.convert(known, Session.class), wsEndpoint, token);
        } catch (JsonProcessingException e) {
            throw new ReaderProtocolException("the created session can't be read: " + Json.reason(e), e);
        }
    }

    private static String text(JsonNode created, String name) {
        if (!created.path(name).isTextual()) {
            throw new ReaderProtocolException("the created session has no " + name, null);
        }
        return created.path(name).textValue();
    }

    /**
     * Returns the sessions that are active.
     *
     * @return the sessions
     */
    public List<Session> list() {
        return Lists.whole(transport, ApiRequest.get("v1", "sessions"), SESSIONS);
    }

    /**
     * Returns one session.
     *
     * @param sessionId the session's id
     * @return the session
     * @throws SessionNotFoundException if there is none with this id
     * @throws SessionExpiredException if its time is up, where the server says it like that
     */
    public Session get(String sessionId) {
        return transport.data(ApiRequest.get("v1", "sessions", Checks.id("sessionId", sessionId)), SESSION);
    }

    /**
     * Stops a session. Where an answer is lost this is asked again, and a session that is gone by then counts as stopped.
     *
     * @param sessionId the session's id
     * @return how it ended
     * @throws SessionNotFoundException if there is none with this id
     * @throws SessionExpiredException if its time was up already
     */
    public StoppedSession stop(String sessionId) {
        return stop(sessionId, Patience.CONFIGURED);
    }

    StoppedSession stop(String sessionId, Patience patience) {
        ApiRequest request = ApiRequest.delete("v1", "sessions", Checks.id("sessionId", sessionId));
        try {
            return transport.data(request, STOPPED, patience);
        } catch (SessionNotFoundException e) {
            if (e.attempts() > 1) {
                // An earlier attempt got through, and only its answer was lost.
                return new StoppedSession(sessionId, SessionStatus.STOPPED, null, null);
            }
            throw e;
        }
    }

    Transport transport() {
        return transport;
    }
}
