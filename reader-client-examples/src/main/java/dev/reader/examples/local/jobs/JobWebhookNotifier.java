package dev.reader.examples.local.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.scrape.ScrapedPage;
import dev.reader.examples.local.webhook.WebhookPublisher;

/** Publishes the events of jobs to webhooks. */
final class JobWebhookNotifier implements JobObserver {
    private final WebhookPublisher publisher;

    JobWebhookNotifier(WebhookPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void started(ServerJob job) {
        publish(job, "job.started", counts(job));
    }

    @Override
    public void page(ServerJob job, ScrapedPage page) {
        ObjectNode payload = JsonNodes.object().put("jobId", job.id()).put("url", page.url());
        if (page.json().has("statusCode")) {
            payload.set("statusCode", page.json().get("statusCode"));
        }
        if (page.hasFailed()) {
            payload.put("error", page.error());
        }
        publish(job, "job.page", payload);
    }

    @Override
    public void progress(ServerJob job) {
        // webhooks have no event for progress
    }

    @Override
    public void ended(ServerJob job) {
        if (job.status() == ServerJobStatus.FAILED) {
            publish(job, "job.failed", JsonNodes.object().put("jobId", job.id()).put("error", job.error()));
        } else if (job.status() == ServerJobStatus.COMPLETED) {
            publish(job, "job.completed", counts(job).put("creditsUsed", job.creditsUsed()));
        }
    }

    private void publish(ServerJob job, String event, ObjectNode payload) {
        publisher.publish(event, payload, job.request().webhook());
    }

    private static ObjectNode counts(ServerJob job) {
        ObjectNode counts = JsonNodes.object().put("jobId", job.id());
        counts.setAll(job.progressJson());
        return counts;
    }
}
