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
import dev.reader.client.internal.http.Operation;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.json.Json;
import dev.reader.client.internal.paging.Lists;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.CreatedApiKey;
import java.util.List;
import java.util.Map;

/**
 * Manages the API keys of the workspace (docs/reader-api.md §6). Obtained from {@link ReaderClient#apiKeys}.
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
     * @return the key with its secret, which no other call returns
     * @see #create(String)
     */
    public CreatedApiKey create() {
        return create(Map.of());
    }

    /**
     * Creates a key.
     *
     * <p>Not retried if the response is lost, because a retry would create a second key: the exception's {@code
     * outcomeUnknown} is then true, and {@link #list} shows whether a key was created. The secret of such a key can't
     * be recovered; revoke the key.
     *
     * @param name the key's name, not blank
     * @return the key with its secret, which no other call returns
     */
    public CreatedApiKey create(String name) {
        return create(Map.of("name", Checks.notBlank("name", name)));
    }

    private CreatedApiKey create(Map<String, Object> body) {
        JsonNode created = transport.data(ApiRequest.postJson(Operation.CREATE_API_KEY, body, "v1", "api-keys"), TREE);
        if (!created.path("key").isTextual()) {
            throw new ReaderProtocolException("the created API key has no \"key\" field", null);
        }
        ObjectNode known = created.deepCopy();
        known.remove("key");
        try {
            return new CreatedApiKey(
                    Json.convert(known, ApiKey.class), created.path("key").textValue());
        } catch (JsonProcessingException e) {
            throw new ReaderProtocolException("can't parse the created API key: " + Json.reason(e), e);
        }
    }

    /**
     * Returns the keys of the workspace, without their secrets.
     *
     * @return the keys
     */
    public List<ApiKey> list() {
        return Lists.whole(transport, ApiRequest.get(Operation.LIST_API_KEYS, "v1", "api-keys"), KEYS);
    }

    /**
     * Revokes a key permanently. Retried if a response is lost; a retry that finds the key gone counts as success.
     *
     * @param id the key's id, which is not the key itself
     * @throws NotFoundException if no key has this id
     */
    public void revoke(String id) {
        transport.delete(
                ApiRequest.delete(Operation.REVOKE_API_KEY, "v1", "api-keys", Checks.id("id", id)),
                TREE,
                RetryLimits.CONFIGURED);
    }
}
