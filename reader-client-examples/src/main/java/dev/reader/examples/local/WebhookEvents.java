package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Tells what happens to the webhooks that want to know. */
final class WebhookEvents implements JobObserver {
    private final Webhooks webhooks;
    private final WebhookDeliverer deliverer;

    WebhookEvents(Webhooks webhooks, WebhookDeliverer deliverer) {
        this.webhooks = webhooks;
        this.deliverer = deliverer;
    }

    @Override
    public void started(Job job) {
        publish(job, "job.started", counts(job));
    }

    @Override
    public void page(Job job, ScrapedPage page) {
        ObjectNode payload = Json.object().put("jobId", job.id()).put("url", page.url());
        if (page.json().has("statusCode")) {
            payload.set("statusCode", page.json().get("statusCode"));
        }
        if (page.hasFailed()) {
            payload.put("error", page.error());
        }
        publish(job, "job.page", payload);
    }

    @Override
    public void progress(Job job) {
        // no webhook event
    }

    @Override
    public void ended(Job job) {
        if (job.status() == JobStatus.FAILED) {
            publish(job, "job.failed", Json.object().put("jobId", job.id()).put("error", job.error()));
        } else {
            publish(job, "job.completed", counts(job).put("creditsUsed", job.creditsUsed()));
        }
    }

    /** An event of the workspace that belongs to no job. */
    void publish(String event, ObjectNode payload) {
        webhooks.all().forEach(webhook -> deliverer.deliver(webhook, event, payload));
    }

    private void publish(Job job, String event, ObjectNode payload) {
        publish(event, payload);
        @Nullable JobWebhook own = job.request().webhook();
        if (own != null) {
            deliverer.deliver(own, event, payload);
        }
    }

    private static ObjectNode counts(Job job) {
        ObjectNode counts = Json.object().put("jobId", job.id());
        counts.setAll(job.progressJson());
        return counts;
    }
}
