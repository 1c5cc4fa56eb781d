package dev.reader.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.WebhookSecrets;
import dev.reader.client.model.WebhookEventType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook for a single job (docs/reader-api.md §2). Immutable.
 *
 * @param url the URL to deliver to; the service accepts only https
 * @param events the events to deliver, or null for the server's default
 * @param secret the secret that signs deliveries, or null for unsigned deliveries
 */
public record JobWebhook(
        String url,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<WebhookEventType> events,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    /**
     * Creates a webhook.
     *
     * @param url the URL to deliver to, absolute https or http
     * @param events at least one event, or null for the server's default
     * @param secret 16 to 256 characters, or null for none
     * @throws IllegalArgumentException if an argument is invalid; the message does not contain the secret
     */
    public JobWebhook {
        url = Checks.httpUrl("url", url);
        events = events == null ? null : Copies.arguments("events", events);
        if (secret != null) {
            WebhookSecrets.check("secret", secret);
        }
    }

    /**
     * Returns a webhook with the server's default events and no secret.
     *
     * @param url the URL to deliver to, absolute https or http
     * @return the webhook
     * @throws IllegalArgumentException if the URL is invalid
     */
    public static JobWebhook of(String url) {
        return new JobWebhook(url, null, null);
    }

    /**
     * Returns a builder.
     *
     * @param url the URL to deliver to, absolute https or http; the service accepts only https
     * @return the builder
     * @throws IllegalArgumentException if the URL is invalid
     */
    public static Builder builder(String url) {
        return new Builder(of(url));
    }

    /** {@return a one-line summary without the secret} */
    @Override
    public String toString() {
        return "JobWebhook[url=" + url + ", events=" + events + ", secret=" + (secret == null ? "none" : "…") + "]";
    }

    /** Builds a {@link JobWebhook}. */
    public static final class Builder {
        private JobWebhook webhook;

        private Builder(JobWebhook webhook) {
            this.webhook = webhook;
        }

        /**
         * Sets the events to deliver.
         *
         * @param events at least one event
         * @return this
         */
        public Builder events(WebhookEventType... events) {
            return events(Arrays.asList(events));
        }

        /**
         * Sets the events to deliver.
         *
         * @param events at least one event
         * @return this
         */
        public Builder events(Collection<WebhookEventType> events) {
            webhook = new JobWebhook(webhook.url, Copies.arguments("events", events), webhook.secret);
            return this;
        }

        /**
         * Sets the secret that signs deliveries.
         *
         * @param secret 16 to 256 characters
         * @return this
         */
        public Builder secret(String secret) {
            webhook = new JobWebhook(webhook.url, webhook.events, WebhookSecrets.check("secret", secret));
            return this;
        }

        /** {@return the webhook} */
        public JobWebhook build() {
            return webhook;
        }
    }
}
