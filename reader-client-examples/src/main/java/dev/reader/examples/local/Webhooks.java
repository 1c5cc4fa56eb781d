package dev.reader.examples.local;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The workspace's webhooks, and {@code /v1/webhooks}. */
final class Webhooks {
    private static final int LIMIT = 10;

    private final Clock clock;
    private final Map<String, Webhook> webhooks = new LinkedHashMap<>();

    Webhooks(Clock clock) {
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/v1/webhooks", this::create)
                .add("GET", "/v1/webhooks", this::list)
                .add("PATCH", "/v1/webhooks/{id}", this::update)
                .add("DELETE", "/v1/webhooks/{id}", this::delete);
    }

    synchronized List<Webhook> all() {
        return List.copyOf(webhooks.values());
    }

    private void create(Exchange exchange) throws IOException {
        Webhook webhook = new Webhook(new Fields(exchange.body()), clock);
        add(webhook);
        exchange.send(Reply.created(webhook.jsonOfCreation()));
    }

    private synchronized void add(Webhook webhook) {
        if (webhooks.size() >= LIMIT) {
            throw new ApiException(
                    ErrorCode.CONFLICT,
                    "A workspace has at most " + LIMIT + " webhooks",
                    Json.object().put("limit", LIMIT));
        }
        webhooks.put(webhook.id(), webhook);
    }

    private void list(Exchange exchange) throws IOException {
        exchange.send(Pagination.of(exchange).reply(all(), Webhook::json, exchange.url()));
    }

    private void update(Exchange exchange) throws IOException {
        Webhook webhook = get(exchange.pathParameter("id"));
        webhook.update(new Fields(exchange.body()));
        exchange.send(Reply.ok(webhook.json()));
    }

    private void delete(Exchange exchange) throws IOException {
        Webhook webhook = get(exchange.pathParameter("id"));
        synchronized (this) {
            webhooks.remove(webhook.id());
        }
        webhook.delete();
        exchange.send(Reply.ok(Json.object().put("id", webhook.id())));
    }

    private synchronized Webhook get(String id) {
        Webhook webhook = webhooks.get(id);
        if (webhook == null) {
            throw ApiException.notFound("webhook", id);
        }
        return webhook;
    }
}
