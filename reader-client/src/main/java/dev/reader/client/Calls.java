package dev.reader.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiCall;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Operation;
import dev.reader.client.internal.json.Json;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.CreatedApiKey;
import dev.reader.client.model.Credits;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.model.Session;
import dev.reader.client.model.SessionStatus;
import dev.reader.client.model.StoppedSession;
import dev.reader.client.model.UsageEntry;
import dev.reader.client.model.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The calls of the API that take one request each; the blocking and the asynchronous client share them. */
final class Calls {
    static final ApiRequest WEBHOOKS = ApiRequest.get(Operation.LIST_WEBHOOKS, "v1", "webhooks");
    static final ApiRequest SESSIONS = ApiRequest.get(Operation.LIST_SESSIONS, "v1", "sessions");
    static final ApiRequest API_KEYS = ApiRequest.get(Operation.LIST_API_KEYS, "v1", "api-keys");
    static final ApiRequest USAGE_HISTORY = ApiRequest.get(Operation.USAGE_HISTORY, "v1", "usage", "history");
    static final TypeReference<Envelope<List<Webhook>>> WEBHOOK_LIST = new TypeReference<>() {};
    static final TypeReference<Envelope<List<Session>>> SESSION_LIST = new TypeReference<>() {};
    static final TypeReference<Envelope<List<ApiKey>>> API_KEY_LIST = new TypeReference<>() {};
    static final TypeReference<Envelope<List<UsageEntry>>> USAGE_ENTRIES = new TypeReference<>() {};

    private static final TypeReference<Envelope<Page>> PAGE = new TypeReference<>() {};
    private static final TypeReference<Envelope<Job>> JOB = new TypeReference<>() {};
    private static final TypeReference<Envelope<Credits>> CREDITS = new TypeReference<>() {};
    private static final TypeReference<Envelope<QueueStatus>> QUEUE = new TypeReference<>() {};
    private static final TypeReference<Envelope<Webhook>> WEBHOOK = new TypeReference<>() {};
    private static final TypeReference<Envelope<Session>> SESSION = new TypeReference<>() {};
    private static final TypeReference<Envelope<StoppedSession>> STOPPED = new TypeReference<>() {};
    private static final TypeReference<Envelope<JsonNode>> TREE = new TypeReference<>() {};

    private static final Duration RESPONSE_MARGIN = Duration.ofSeconds(10);
    private static final Duration MIN_SESSION = Duration.ofMinutes(1);
    private static final Duration MAX_SESSION = Duration.ofHours(1);

    private Calls() {}

    static ApiCall<?, Page> scrape(ScrapeRequest request) {
        return ApiCall.of(post(request), PAGE);
    }

    static ApiCall<?, Job> createJob(JobRequest request) {
        return ApiCall.of(post(request), JOB, job -> job.withResults(List.of()));
    }

    private static ApiRequest post(ReadRequest request) {
        Checks.notNull("request", request);
        String key = request.idempotencyKey();
        Duration timeout = request.timeout();
        Operation operation = request instanceof ScrapeRequest ? Operation.SCRAPE : Operation.CREATE_JOB;
        Map<String, Object> body = ((RequestBase) request).body();
        ApiRequest post = ApiRequest.postJson(operation, body, "v1", "read")
                .idempotent(key == null ? UUID.randomUUID().toString() : key)
                .hiding(body.get("webhook") instanceof JobWebhook webhook ? webhook.secret() : null);
        return timeout == null ? post : post.atLeast(timeout.plus(RESPONSE_MARGIN));
    }

    static ApiCall<?, Credits> credits() {
        return ApiCall.of(ApiRequest.get(Operation.GET_CREDITS, "v1", "usage", "credits"), CREDITS);
    }

    static ApiCall<?, QueueStatus> queueStatus() {
        return ApiCall.of(ApiRequest.get(Operation.GET_QUEUE_STATUS, "v1", "queue", "status"), QUEUE);
    }

    static ApiCall<?, Webhook> createWebhook(WebhookRequest request) {
        Checks.notNull("request", request);
        return ApiCall.of(
                ApiRequest.postJson(Operation.CREATE_WEBHOOK, request.body(), "v1", "webhooks")
                        .hiding(WebhookFields.secretOf(request.body())),
                WEBHOOK);
    }

    static ApiCall<?, Webhook> updateWebhook(String webhookId, WebhookUpdate update) {
        Checks.id("webhookId", webhookId);
        Checks.notNull("update", update);
        return ApiCall.of(
                ApiRequest.patchJson(Operation.UPDATE_WEBHOOK, update.body(), "v1", "webhooks", webhookId)
                        .hiding(WebhookFields.secretOf(update.body())),
                WEBHOOK);
    }

    static ApiCall<?, Boolean> deleteWebhook(String webhookId) {
        return delete(Operation.DELETE_WEBHOOK, "webhooks", Checks.id("webhookId", webhookId));
    }

    /** Creates a session with the server's default duration; {@code sessions} stops it when it is closed. */
    static ApiCall<?, BrowserSession> createSession(Sessions sessions) {
        return createSession(Map.of(), sessions);
    }

    static ApiCall<?, BrowserSession> createSession(Duration maxDuration, Sessions sessions) {
        Checks.inRange("maxDuration", maxDuration, MIN_SESSION, MAX_SESSION);
        return createSession(Map.of("maxDurationMs", maxDuration.toMillis()), sessions);
    }

    private static ApiCall<?, BrowserSession> createSession(Map<String, Object> body, Sessions sessions) {
        return ApiCall.of(ApiRequest.postJson(Operation.CREATE_SESSION, body, "v1", "sessions"), TREE, created -> {
            String wsEndpoint = text(created, "the created session", "wsEndpoint");
            String token = text(created, "the created session", "token");
            Session session = convert(created, Session.class, "the created session", "wsEndpoint", "token");
            return new BrowserSession(sessions, session, wsEndpoint, token);
        });
    }

    static ApiCall<?, Session> session(String sessionId) {
        return ApiCall.of(
                ApiRequest.get(Operation.GET_SESSION, "v1", "sessions", Checks.id("sessionId", sessionId)), SESSION);
    }

    static ApiCall<?, StoppedSession> stopSession(String sessionId) {
        return ApiCall.delete(
                ApiRequest.delete(Operation.STOP_SESSION, "v1", "sessions", Checks.id("sessionId", sessionId)),
                STOPPED,
                stopped -> stopped,
                new StoppedSession(sessionId, SessionStatus.STOPPED, null, null));
    }

    static ApiCall<?, CreatedApiKey> createApiKey() {
        return createApiKey(Map.of());
    }

    static ApiCall<?, CreatedApiKey> createApiKey(String name) {
        return createApiKey(Map.of("name", Checks.notBlank("name", name)));
    }

    private static ApiCall<?, CreatedApiKey> createApiKey(Map<String, Object> body) {
        return ApiCall.of(ApiRequest.postJson(Operation.CREATE_API_KEY, body, "v1", "api-keys"), TREE, created -> {
            String key = text(created, "the created API key", "key");
            return new CreatedApiKey(convert(created, ApiKey.class, "the created API key", "key"), key);
        });
    }

    static ApiCall<?, Boolean> revokeApiKey(String id) {
        return delete(Operation.REVOKE_API_KEY, "api-keys", Checks.id("id", id));
    }

    private static ApiCall<?, Boolean> delete(Operation operation, String collection, String id) {
        return ApiCall.delete(ApiRequest.delete(operation, "v1", collection, id), TREE, deleted -> true, true);
    }

    /** The result of a call that has none. */
    static @Nullable Void nothing(Object ignored) {
        return null;
    }

    private static String text(JsonNode created, String what, String name) {
        if (!created.path(name).isTextual()) {
            throw new ReaderProtocolException(what + " has no \"" + name + "\" field", null);
        }
        return created.path(name).textValue();
    }

    /** Converts a created object without its secrets, which no record but that of the caller may hold. */
    private static <T> T convert(JsonNode created, Class<T> type, String what, String... secrets) {
        ObjectNode known = created.deepCopy();
        known.remove(List.of(secrets));
        try {
            return Json.convert(known, type);
        } catch (JsonProcessingException e) {
            throw new ReaderProtocolException("can't parse " + what + ": " + Json.reason(e), e);
        }
    }
}
