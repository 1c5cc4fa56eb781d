package dev.reader.client;

import dev.reader.client.error.NotFoundException;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.Lists;
import dev.reader.client.internal.paging.PageIterator;
import dev.reader.client.model.Webhook;

/**
 * Manages the webhooks of a workspace (docs/reader-api.md §5). Obtained from {@link ReaderClient#webhooks}.
 *
 * <p>The package {@code dev.reader.client.webhook} receives their deliveries. Thread-safe.
 */
public final class Webhooks {
    private final Transport transport;

    Webhooks(Transport transport) {
        this.transport = transport;
    }

    /**
     * Creates a webhook. A workspace may have at most 10.
     *
     * <p>Not retried if the response is lost, because the webhook may have been created: the exception's {@code
     * outcomeUnknown} is then true, and {@link #list} shows whether it was.
     *
     * @param request the webhook to create
     * @return the webhook with its secret, which no other call returns
     * @throws dev.reader.client.error.ConflictException if the workspace has reached its limit, which the exception's
     *     {@code limit} returns
     */
    public Webhook create(WebhookRequest request) {
        return transport.execute(Calls.createWebhook(request));
    }

    /** {@return all webhooks, without their secrets; pages are fetched during iteration} */
    public PagedIterable<Webhook> list() {
        return () -> pages(transport);
    }

    static PageIterator<Webhook> pages(Transport transport) {
        return new PageIterator<>(
                transport.resources(),
                Lists.source(transport, Calls.WEBHOOKS, Calls.WEBHOOK_LIST),
                RetryLimits.SLOWED_BY_RATE_LIMITS);
    }

    /**
     * Changes a webhook.
     *
     * @param webhookId the webhook's id
     * @param update the changes
     * @return the updated webhook, without its secret
     */
    public Webhook update(String webhookId, WebhookUpdate update) {
        return transport.execute(Calls.updateWebhook(webhookId, update));
    }

    /**
     * Deletes a webhook. Retried if a response is lost; a retry that finds the webhook gone counts as success.
     *
     * @param webhookId the webhook's id
     * @throws NotFoundException if no webhook has this id
     */
    public void delete(String webhookId) {
        transport.execute(Calls.deleteWebhook(webhookId));
    }
}
