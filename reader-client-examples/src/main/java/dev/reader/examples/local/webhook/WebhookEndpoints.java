package dev.reader.examples.local.webhook;

import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ApiExchange;
import dev.reader.examples.local.http.ApiResponse;
import dev.reader.examples.local.http.ErrorCode;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.http.PaginationParams;
import dev.reader.examples.local.http.RequestFields;
import dev.reader.examples.local.http.Routes;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stores the webhooks of the workspace and serves {@code /v1/webhooks}. */
public final class WebhookEndpoints {
    private static final int MAX_WEBHOOKS = 10;

    private final Clock clock;
    private final boolean secretFixed;
    private final Map<String, WorkspaceWebhook> webhooks = new LinkedHashMap<>();

    /**
     * Creates the endpoints, without webhooks.
     *
     * @param secretFixed whether an update of a secret is refused
     */
    public WebhookEndpoints(Clock clock, boolean secretFixed) {
        this.clock = clock;
        this.secretFixed = secretFixed;
    }

    public void addTo(Routes routes) {
        routes.add("POST", "/v1/webhooks", this::create)
                .add("GET", "/v1/webhooks", this::list)
                .add("PATCH", "/v1/webhooks/{id}", this::update)
                .add("DELETE", "/v1/webhooks/{id}", this::delete);
    }

    synchronized List<WorkspaceWebhook> all() {
        return List.copyOf(webhooks.values());
    }

    private void create(ApiExchange exchange) throws IOException {
        WorkspaceWebhook webhook = new WorkspaceWebhook(new RequestFields(exchange.body()), clock, secretFixed);
        add(webhook);
        exchange.send(ApiResponse.created(webhook.creationJson()));
    }

    private synchronized void add(WorkspaceWebhook webhook) {
        if (webhooks.size() >= MAX_WEBHOOKS) {
            throw new ApiException(
                    ErrorCode.CONFLICT,
                    "A workspace can have at most " + MAX_WEBHOOKS + " webhooks",
                    JsonNodes.object().put("limit", MAX_WEBHOOKS));
        }
        webhooks.put(webhook.id(), webhook);
    }

    private void list(ApiExchange exchange) throws IOException {
        exchange.send(PaginationParams.of(exchange).response(all(), WorkspaceWebhook::json, exchange.url()));
    }

    private void update(ApiExchange exchange) throws IOException {
        WorkspaceWebhook webhook = get(exchange.pathParameter("id"));
        webhook.update(new RequestFields(exchange.body()));
        exchange.send(ApiResponse.ok(webhook.json()));
    }

    private void delete(ApiExchange exchange) throws IOException {
        WorkspaceWebhook webhook = get(exchange.pathParameter("id"));
        synchronized (this) {
            webhooks.remove(webhook.id());
        }
        webhook.delete();
        exchange.send(ApiResponse.ok(JsonNodes.object().put("id", webhook.id())));
    }

    private synchronized WorkspaceWebhook get(String id) {
        WorkspaceWebhook webhook = webhooks.get(id);
        if (webhook == null) {
            throw ApiException.notFound("webhook", id);
        }
        return webhook;
    }
}
