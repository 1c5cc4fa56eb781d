package dev.reader.client;

import dev.reader.client.error.NotFoundException;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.Lists;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.CreatedApiKey;
import java.util.List;

/**
 * Manages the API keys of the workspace (docs/reader-api.md §6). Obtained from {@link ReaderClient#apiKeys}.
 *
 * <p>Thread-safe.
 */
public final class ApiKeys {
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
        return transport.execute(Calls.createApiKey());
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
        return transport.execute(Calls.createApiKey(name));
    }

    /**
     * Returns the keys of the workspace, without their secrets.
     *
     * @return the keys
     */
    public List<ApiKey> list() {
        return Lists.whole(transport, Calls.API_KEYS, Calls.API_KEY_LIST);
    }

    /**
     * Revokes a key permanently. Retried if a response is lost; a retry that finds the key gone counts as success.
     *
     * @param id the key's id, which is not the key itself
     * @throws NotFoundException if no key has this id
     */
    public void revoke(String id) {
        transport.execute(Calls.revokeApiKey(id));
    }
}
