package dev.reader.examples.local.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ApiExchange;
import dev.reader.examples.local.http.ApiResponse;
import dev.reader.examples.local.http.ErrorCode;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.http.RequestFields;
import dev.reader.examples.local.http.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores API keys, authenticates requests and serves {@code /v1/api-keys}. Revoked keys stay in the list. */
public final class ApiKeyEndpoints {
    private static final int KEY_BYTES = 16;
    private static final int SHOWN_CHARACTERS = 4;
    private static final int MAX_ACTIVE_KEYS = 10;

    private final Clock clock;
    private final boolean dashboardOnly;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Entry> keys = new LinkedHashMap<>();

    private static final class Entry {
        final String id = "key_" + UUID.randomUUID();
        final String name;
        final String key;
        final Instant createdAt;
        boolean active = true;

        @Nullable
        Instant lastUsedAt;

        Entry(String name, String key, Instant createdAt) {
            this.name = name;
            this.key = key;
            this.createdAt = createdAt;
        }

        ObjectNode json() {
            ObjectNode json = JsonNodes.object()
                    .put("id", id)
                    .put("name", name)
                    .put("last4", last4())
                    .put("active", active)
                    .putNull("rateLimit")
                    .putNull("expiresAt");
            json.set("lastUsedAt", JsonNodes.time(lastUsedAt));
            return json.put("createdAt", createdAt.toString());
        }

        /** Returns the key itself, which only the response to its creation contains. */
        ObjectNode creationJson() {
            return JsonNodes.object()
                    .put("id", id)
                    .put("name", name)
                    .put("key", key)
                    .put("last4", last4())
                    .put("createdAt", createdAt.toString());
        }

        private String last4() {
            return key.substring(Math.max(0, key.length() - SHOWN_CHARACTERS));
        }
    }

    /**
     * Creates the endpoints with one key.
     *
     * @param dashboardOnly whether the API refuses to create and revoke keys
     */
    public ApiKeyEndpoints(String firstKey, Clock clock, boolean dashboardOnly) {
        this.clock = clock;
        this.dashboardOnly = dashboardOnly;
        put(new Entry("Demo", firstKey, clock.instant()));
    }

    public void addTo(Routes routes) {
        routes.add("GET", "/v1/api-keys", this::list)
                .add("POST", "/v1/api-keys", this::create)
                .add("DELETE", "/v1/api-keys/{id}", this::revoke);
    }

    public synchronized void authenticate(@Nullable String apiKey) {
        if (apiKey == null) {
            throw new ApiException(ErrorCode.UNAUTHENTICATED, "The header x-api-key is missing");
        }
        byte[] bytes = apiKey.getBytes(StandardCharsets.UTF_8);
        for (Entry entry : keys.values()) {
            if (MessageDigest.isEqual(entry.key.getBytes(StandardCharsets.UTF_8), bytes) && entry.active) {
                entry.lastUsedAt = clock.instant();
                return;
            }
        }
        throw new ApiException(ErrorCode.UNAUTHENTICATED, "The API key is invalid");
    }

    private void list(ApiExchange exchange) throws IOException {
        ArrayNode list = JsonNodes.array();
        synchronized (this) {
            keys.values().forEach(entry -> list.add(entry.json()));
        }
        exchange.send(ApiResponse.ok(list));
    }

    private void create(ApiExchange exchange) throws IOException {
        checkAllowed();
        RequestFields fields = new RequestFields(exchange.bodyOrEmpty());
        String name = fields.string("name", 1, 100);
        fields.check();
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        Entry entry = new Entry(
                name == null ? "API key" : name, "rdr_local_" + HexFormat.of().formatHex(secret), clock.instant());
        put(entry);
        exchange.send(ApiResponse.created(entry.creationJson()));
    }

    private void revoke(ApiExchange exchange) throws IOException {
        checkAllowed();
        String id = exchange.pathParameter("id");
        synchronized (this) {
            Entry entry = keys.get(id);
            if (entry == null) {
                throw ApiException.notFound("API key", id);
            }
            entry.active = false;
        }
        exchange.send(ApiResponse.ok(JsonNodes.object().put("id", id)));
    }

    private void checkAllowed() {
        if (dashboardOnly) {
            throw new ApiException(ErrorCode.FORBIDDEN, "API keys are managed in the dashboard only");
        }
    }

    private synchronized void put(Entry entry) {
        if (keys.values().stream().filter(key -> key.active).count() >= MAX_ACTIVE_KEYS) {
            throw new ApiException(
                    ErrorCode.CONFLICT,
                    "A workspace can have at most " + MAX_ACTIVE_KEYS + " active keys",
                    JsonNodes.object().put("limit", MAX_ACTIVE_KEYS));
        }
        keys.put(entry.id, entry);
    }
}
