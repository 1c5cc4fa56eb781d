package dev.reader.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Operation;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.Lists;
import dev.reader.client.internal.paging.PageIterator;
import dev.reader.client.model.Webhook;
import java.util.List;

/**
 * Manages the webhooks of a workspace (docs/reader-api.md §5). Obtained from {@link ReaderClient#webhooks}.
 *
 * <p>The package {@code dev.reader.client.webhook} receives their deliveries. Thread-safe.
 */
public final class Webhooks {
    private static final TypeReference<Envelope<Webhook>> WEBHOOK = new TypeReference<>() {};
    private static final TypeReference<Envelope<List<Webhook>>> WEBHOOKS = new TypeReference<>() {};
    private static final TypeReference<Envelope<JsonNode>> DELETED = new TypeReference<>() {};

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
        Checks.notNull("request", request);
        return transport.data(
                ApiRequest.postJson(Operation.CREATE_WEBHOOK, request.body(), "v1", "webhooks")
                        .hiding(WebhookFields.secretOf(request.body())),
                WEBHOOK);
    }

    /** {@return all webhooks, without their secrets; pages are fetched during iteration} */
    public PagedIterable<Webhook> list() {
        return () -> new PageIterator<>(
                transport.resources(),
                (skip, limit, retryLimits) -> Lists.slice(
                        transport,
                        ApiRequest.get(Operation.LIST_WEBHOOKS, "v1", "webhooks"),
                        WEBHOOKS,
                        skip,
                        limit,
                        retryLimits),
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
        Checks.id("webhookId", webhookId);
        Checks.notNull("update", update);
        return transport.data(
                ApiRequest.patchJson(Operation.UPDATE_WEBHOOK, update.body(), "v1", "webhooks", webhookId)
                        .hiding(WebhookFields.secretOf(update.body())),
                WEBHOOK);
    }

    /**
     * Deletes a webhook. Retried if a response is lost; a retry that finds the webhook gone counts as success.
     *
     * @param webhookId the webhook's id
     * @throws NotFoundException if no webhook has this id
     */
    public void delete(String webhookId) {
        transport.delete(
                ApiRequest.delete(Operation.DELETE_WEBHOOK, "v1", "webhooks", Checks.id("webhookId", webhookId)),
                DELETED,
                RetryLimits.CONFIGURED);
    }
}
