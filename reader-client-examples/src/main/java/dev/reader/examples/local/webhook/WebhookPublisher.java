package dev.reader.examples.local.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Publishes events to the webhooks that subscribe to them. */
public final class WebhookPublisher {
    private final WebhookEndpoints webhooks;
    private final WebhookDeliverer deliverer;

    public WebhookPublisher(WebhookEndpoints webhooks, WebhookDeliverer deliverer) {
        this.webhooks = webhooks;
        this.deliverer = deliverer;
    }

    /** Delivers an event to the webhooks of the workspace. */
    public void publish(String event, ObjectNode payload) {
        webhooks.all().forEach(webhook -> deliverer.deliver(webhook, event, payload));
    }

    /** Delivers an event of a job to the webhooks of the workspace, and to the job's own webhook if it has one. */
    public void publish(String event, ObjectNode payload, @Nullable WebhookTarget jobWebhook) {
        publish(event, payload);
        if (jobWebhook != null) {
            deliverer.deliver(jobWebhook, event, payload);
        }
    }
}
