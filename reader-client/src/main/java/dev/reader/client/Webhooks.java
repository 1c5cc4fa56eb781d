package dev.reader.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Webhook;
import java.util.List;

/**
 * The webhooks of a workspace (docs/reader-api.md §5), from {@link ReaderClient#webhooks}.
 *
 * <p>What a webhook delivers is received by {@code dev.reader.client.webhook}. Thread-safe.
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
     * Creates a webhook. A workspace has 10 at most.
     *
     * <p>Where the answer is lost this is not asked again, since the webhook may have been made: the exception's {@code
     * outcomeUnknown} is true then, and {@link #list} tells.
     *
     * @param request the webhook
     * @return the webhook, with its secret, which can be read here and nowhere else
     * @throws dev.reader.client.error.ConflictException if there are too many; its {@code limit} says how many there may be
     */
    public Webhook create(WebhookRequest request) {
        Checks.notNull("request", request);
        return transport.data(
                ApiRequest.postJson(request.body(), "v1", "webhooks").hiding(WebhookFields.secretOf(request.body())),
                WEBHOOK);
    }

    /** {@return all webhooks, fetched while they are iterated; without their secrets} */
    public PagedIterable<Webhook> list() {
        return () -> new PageIterator<>(
                transport.resources(),
                (skip, limit) -> Lists.slice(
                        transport,
                        ApiRequest.get("v1", "webhooks"),
                        WEBHOOKS,
                        skip,
                        limit,
                        Patience.SLOWED_BY_RATE_LIMITS));
    }

    /**
     * Changes a webhook.
     *
     * @param webhookId the webhook's id
     * @param update what is to be changed
     * @return the webhook as it is now, without its secret
     */
    public Webhook update(String webhookId, WebhookUpdate update) {
        Checks.id("webhookId", webhookId);
        Checks.notNull("update", update);
        return transport.data(
                ApiRequest.patchJson(update.body(), "v1", "webhooks", webhookId)
                        .hiding(WebhookFields.secretOf(update.body())),
                WEBHOOK);
    }

    /**
     * Deletes a webhook. Where an answer is lost this is asked again, and a webhook that is gone by then counts as deleted.
     *
     * @param webhookId the webhook's id
     * @throws NotFoundException if there is none with this id
     */
    public void delete(String webhookId) {
        try {
            transport.data(ApiRequest.delete("v1", "webhooks", Checks.id("webhookId", webhookId)), DELETED);
        } catch (NotFoundException e) {
            // Not there at a second attempt: an earlier one got through, and only its answer was lost.
            if (e.attempts() == 1) {
                throw e;
            }
        }
    }
}
