package dev.reader.examples.local.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.http.RequestFields;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A webhook of the workspace. Thread-safe. */
final class WorkspaceWebhook implements WebhookTarget {
    private final String id = "wh_" + UUID.randomUUID();
    private final Clock clock;
    private final boolean secretFixed;
    private final Instant createdAt;
    private Instant updatedAt;
    private URI url;
    private String name;
    private Set<String> events;
    private Map<String, String> headers;
    private @Nullable String secret;
    private boolean active = true;
    private boolean deleted;
    private int totalAttempts;
    private int failedDeliveries;
    private @Nullable Instant lastDeliveryAt;
    private @Nullable Integer lastDeliveryStatus;

    /**
     * Creates a webhook from its fields, or throws {@code invalid_request}.
     *
     * @param secretFixed whether an update of the secret is refused
     */
    WorkspaceWebhook(RequestFields fields, Clock clock, boolean secretFixed) {
        this.clock = clock;
        this.secretFixed = secretFixed;
        this.createdAt = clock.instant();
        this.updatedAt = createdAt;
        this.url = WebhookFieldParser.url(fields);
        this.name = fields.required("name", 1, 100);
        this.events = WebhookFieldParser.events(fields);
        this.headers = WebhookFieldParser.headers(fields);
        this.secret = fields.string("secret", 16, 256);
        fields.check();
    }

    String id() {
        return id;
    }

    /** Updates the fields that are given; changes nothing if one of them is invalid. */
    synchronized void update(RequestFields fields) {
        URI newUrl = fields.has("url") ? WebhookFieldParser.url(fields) : url;
        String newName = fields.has("name") ? fields.required("name", 1, 100) : name;
        Set<String> newEvents = fields.has("events") ? WebhookFieldParser.events(fields) : events;
        Map<String, String> newHeaders = fields.has("headers") ? WebhookFieldParser.headers(fields) : headers;
        String newSecret = fields.has("secret") ? fields.string("secret", 16, 256) : secret;
        if (secretFixed && fields.has("secret")) {
            fields.issue("secret", "not_allowed", "can't be changed");
        }
        boolean newActive = fields.bool("active", active);
        fields.check();
        url = newUrl;
        name = newName;
        events = newEvents;
        headers = newHeaders;
        secret = newSecret;
        active = newActive;
        updatedAt = clock.instant();
    }

    synchronized void delete() {
        deleted = true;
    }

    @Override
    public synchronized URI url() {
        return url;
    }

    @Override
    public synchronized @Nullable String secret() {
        return secret;
    }

    @Override
    public synchronized Map<String, String> headers() {
        return headers;
    }

    @Override
    public synchronized boolean subscribesTo(String event) {
        return active && !deleted && events.contains(event);
    }

    @Override
    public synchronized void recordAttempt(Instant at, @Nullable Integer status) {
        totalAttempts++;
        lastDeliveryAt = at;
        lastDeliveryStatus = status;
    }

    @Override
    public synchronized void recordFailure() {
        failedDeliveries++;
    }

    /** Returns the webhook without its secret. */
    synchronized ObjectNode json() {
        ObjectNode json =
                JsonNodes.object().put("id", id).put("url", url.toString()).put("name", name);
        json.set("events", JsonNodes.strings(new TreeSet<>(events)));
        ObjectNode headerNode = json.putObject("headers");
        headers.forEach(headerNode::put);
        json.put("active", active);
        json.putObject("deliveryStats")
                .put("totalAttempts", totalAttempts)
                .put("failedDeliveries", failedDeliveries)
                .put("lastDeliveryStatus", lastDeliveryStatus)
                .set("lastDeliveryAt", JsonNodes.time(lastDeliveryAt));
        return json.put("createdAt", createdAt.toString()).put("updatedAt", updatedAt.toString());
    }

    /** Returns the webhook with its secret, which only the response to its creation contains. */
    synchronized ObjectNode creationJson() {
        ObjectNode json = json();
        return secret == null ? json : json.put("secret", secret);
    }
}
