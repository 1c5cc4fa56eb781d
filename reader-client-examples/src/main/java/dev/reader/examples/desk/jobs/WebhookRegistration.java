package dev.reader.examples.desk.jobs;

import dev.reader.client.ReaderClient;
import dev.reader.client.WebhookRequest;
import dev.reader.client.model.Webhook;
import dev.reader.client.model.WebhookEventType;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the webhook of this cluster. Its name carries a fingerprint of the secret, because Reader does not tell a secret
 * twice: a webhook of another secret is replaced.
 */
public final class WebhookRegistration {
    private static final List<WebhookEventType> EVENTS =
            List.of(WebhookEventType.JOB_COMPLETED, WebhookEventType.JOB_FAILED, WebhookEventType.CREDIT_LOW);
    private static final Logger LOG = LoggerFactory.getLogger(WebhookRegistration.class);

    private final ReaderClient reader;
    private final String url;
    private final String secret;
    private final String name;

    public WebhookRegistration(ReaderClient reader, String url, String secret, String fingerprint) {
        this.reader = reader;
        this.url = url;
        this.secret = secret;
        this.name = "Reader Desk " + fingerprint;
    }

    /** Makes sure that Reader has the webhook, once. */
    public void ensure() {
        boolean present = false;
        for (Webhook webhook : reader.webhooks().list().stream().toList()) {
            if (!webhook.url().equals(url)) {
                continue;
            }
            if (!present && name.equals(webhook.name()) && !Boolean.FALSE.equals(webhook.active())) {
                present = true;
            } else {
                reader.webhooks().delete(webhook.id());
            }
        }
        if (!present) {
            reader.webhooks()
                    .create(WebhookRequest.builder(url, name, EVENTS)
                            .secret(secret)
                            .build());
            LOG.info("registered the webhook {}", url);
        }
    }
}
