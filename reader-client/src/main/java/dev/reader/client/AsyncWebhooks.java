package dev.reader.client;

import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.PagedSource;
import dev.reader.client.internal.publish.SourcePublisher;
import dev.reader.client.model.Webhook;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/**
 * Manages the webhooks of a workspace, as {@link Webhooks} does, without blocking. Obtained from {@link
 * AsyncReaderClient#webhooks}. Thread-safe.
 */
public final class AsyncWebhooks {
    private final Transport transport;
    private final Executor executor;

    AsyncWebhooks(Transport transport, Executor executor) {
        this.transport = transport;
        this.executor = executor;
    }

    /**
     * Creates a webhook, as {@link Webhooks#create} does.
     *
     * @param request the webhook to create
     * @return the webhook with its secret, which no other call returns
     */
    public CompletableFuture<Webhook> create(WebhookRequest request) {
        return transport.executeAsync(Calls.createWebhook(request), executor);
    }

    /** {@return all webhooks, without their secrets; pages are fetched as the subscriber requests entries} */
    public Flow.Publisher<Webhook> list() {
        return new SourcePublisher<>(
                transport.resources(),
                executor,
                "the list of webhooks",
                () -> new PagedSource<>(transport.resources(), Webhooks.pages(transport), UnaryOperator.identity()));
    }

    /**
     * Changes a webhook, as {@link Webhooks#update} does.
     *
     * @param webhookId the webhook's id
     * @param update the changes
     * @return the updated webhook, without its secret
     */
    public CompletableFuture<Webhook> update(String webhookId, WebhookUpdate update) {
        return transport.executeAsync(Calls.updateWebhook(webhookId, update), executor);
    }

    /**
     * Deletes a webhook, as {@link Webhooks#delete} does.
     *
     * @param webhookId the webhook's id
     * @return a future that completes with null
     */
    public CompletableFuture<Void> delete(String webhookId) {
        return transport.executeAsync(Calls.deleteWebhook(webhookId).map(Calls::nothing), executor);
    }
}
