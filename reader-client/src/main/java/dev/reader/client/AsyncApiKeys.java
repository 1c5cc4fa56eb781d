package dev.reader.client;

import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.WholeList;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.CreatedApiKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Manages the API keys of the workspace, as {@link ApiKeys} does, without blocking. Obtained from {@link
 * AsyncReaderClient#apiKeys}. Thread-safe.
 */
public final class AsyncApiKeys {
    private final Transport transport;
    private final Executor executor;

    AsyncApiKeys(Transport transport, Executor executor) {
        this.transport = transport;
        this.executor = executor;
    }

    /**
     * Creates a key without a name, as {@link ApiKeys#create()} does.
     *
     * @return the key with its secret, which no other call returns
     */
    public CompletableFuture<CreatedApiKey> create() {
        return transport.executeAsync(Calls.createApiKey(), executor);
    }

    /**
     * Creates a key, as {@link ApiKeys#create(String)} does.
     *
     * @param name the key's name, not blank
     * @return the key with its secret, which no other call returns
     */
    public CompletableFuture<CreatedApiKey> create(String name) {
        return transport.executeAsync(Calls.createApiKey(name), executor);
    }

    /** {@return the keys of the workspace, without their secrets} */
    public CompletableFuture<List<ApiKey>> list() {
        return Futures.whole(transport, new WholeList<>(Calls.API_KEYS, Calls.API_KEY_LIST), executor);
    }

    /**
     * Revokes a key permanently, as {@link ApiKeys#revoke} does.
     *
     * @param id the key's id, which is not the key itself
     * @return a future that completes with null
     */
    public CompletableFuture<Void> revoke(String id) {
        return transport.executeAsync(Calls.revokeApiKey(id).map(Calls::nothing), executor);
    }
}
