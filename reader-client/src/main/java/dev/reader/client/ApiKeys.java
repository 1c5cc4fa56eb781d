package dev.reader.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.json.Json;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.CreatedApiKey;
import java.util.List;
import java.util.Map;

/**
 * The API keys of the workspace (docs/reader-api.md §6). {@link ReaderClient#apiKeys} gives them.
 *
 * <p>Thread-safe.
 */
public final class ApiKeys {
    private static final TypeReference<Envelope<JsonNode>> TREE = new TypeReference<>() {};
    private static final TypeReference<Envelope<List<ApiKey>>> KEYS = new TypeReference<>() {};

    private final Transport transport;

    ApiKeys(Transport transport) {
        this.transport = transport;
    }

    /**
     * Creates a key without a name.
     *
     * @return the key, which can be read here and never again
     * @see #create(String)
     */
    public CreatedApiKey create() {
        return create(Map.of());
    }

    /**
     * Creates a key.
     *
     * <p>Where the answer is lost, this is not asked again, since that would make a second key: the exception's {@code
     * outcomeUnknown} is true then, and {@link #list} tells. A key whose answer was lost can't be read any more; revoke
     * it.
     *
     * @param name what to call it, not blank
     * @return the key, which can be read here and never again
     */
    public CreatedApiKey create(String name) {
        return create(Map.of("name", Checks.notBlank("name", name)));
    }

    private CreatedApiKey create(Map<String, Object> body) {
        JsonNode created = transport.data(ApiRequest.postJson(body, "v1", "api-keys"), TREE);
        if (!created.path("key").isTextual()) {
            throw new ReaderProtocolException("the created API key has no key", null);
        }
        ObjectNode known = created.deepCopy();
        known.remove("key");
        try {
            return new CreatedApiKey(
                    Json.convert(known, ApiKey.class), created.path("key").textValue());
        } catch (JsonProcessingException e) {
            throw new ReaderProtocolException("the created API key can't be read: " + Json.reason(e), e);
        }
    }

    /**
     * Returns the keys of the workspace, each without the key itself.
     *
     * @return the keys
     */
    public List<ApiKey> list() {
        return Lists.whole(transport, ApiRequest.get("v1", "api-keys"), KEYS);
    }

    /**
     * Revokes a key, for good. Where an answer is lost this is asked again, and a key that is gone by then counts as
     * revoked.
     *
     * @param id the key's id, which is not the key itself
     * @throws NotFoundException if there is none with this id
     */
    public void revoke(String id) {
        try {
            transport.data(ApiRequest.delete("v1", "api-keys", Checks.id("id", id)), TREE);
        } catch (NotFoundException e) {
            // Not there at a second attempt: an earlier one got through, and only its answer was lost.
            if (e.attempts() == 1) {
                throw e;
            }
        }
    }
}
