package demo.app;

import dev.reader.client.CrawlRequest;
import dev.reader.client.JobWebhook;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.WebhookEventType;
import dev.reader.client.webhook.InMemoryDeliveryLog;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookSigner;
import dev.reader.client.webhook.WebhookVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Uses what belongs to webhooks, without jakarta.servlet and without java.sql. */
final class Webhooks {
    private static final String SECRET = "a secret of the demo";

    private Webhooks() {}

    static String receive() {
        byte[] body = "{\"jobId\":\"j1\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = WebhookSigner.headers(SECRET, Instant.now(), "job.completed", "d1", body);
        StringBuilder handled = new StringBuilder();
        int status = WebhookReceiver.builder(WebhookVerifier.of(SECRET))
                .deliveryLog(new InMemoryDeliveryLog())
                .build(event -> handled.append(event.payload()))
                .receive(headers::get, body);
        return status + " " + handled;
    }

    static String createJob(ReaderClient reader) {
        return reader.createJob(CrawlRequest.builder("https://example.com/crawl")
                        .webhook(JobWebhook.builder("https://example.com/hook")
                                .events(WebhookEventType.JOB_COMPLETED)
                                .secret(SECRET)
                                .build())
                        .build())
                .id();
    }
}
