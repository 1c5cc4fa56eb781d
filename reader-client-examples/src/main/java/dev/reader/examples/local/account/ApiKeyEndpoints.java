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

    private final Clock clock;
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
                    .put("last4", key.substring(Math.max(0, key.length() - SHOWN_CHARACTERS)))
                    .put("active", active)
                    .putNull("rateLimit")
                    .putNull("expiresAt");
            json.set("lastUsedAt", JsonNodes.time(lastUsedAt));
            return json.put("createdAt", createdAt.toString());
        }
    }

    public ApiKeyEndpoints(String firstKey, Clock clock) {
        this.clock = clock;
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
        RequestFields fields = new RequestFields(exchange.bodyOrEmpty());
        String name = fields.string("name", 1, 100);
        fields.check();
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        Entry entry = new Entry(
                name == null ? "API key" : name, "rdr_local_" + HexFormat.of().formatHex(secret), clock.instant());
        put(entry);
        exchange.send(ApiResponse.created(entry.json().put("key", entry.key)));
    }

    private void revoke(ApiExchange exchange) throws IOException {
        String id = exchange.pathParameter("id");
        ObjectNode json;
        synchronized (this) {
            Entry entry = keys.get(id);
            if (entry == null) {
                throw ApiException.notFound("API key", id);
            }
            entry.active = false;
            json = entry.json();
        }
        exchange.send(ApiResponse.ok(json));
    }

    private synchronized void put(Entry entry) {
        keys.put(entry.id, entry);
    }
}
