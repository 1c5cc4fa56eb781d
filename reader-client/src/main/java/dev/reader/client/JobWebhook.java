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
 * A webhook for one job alone (docs/reader-api.md §2). Immutable.
 *
 * @param url where deliveries go; the service takes https only
 * @param events what it is told, or null for the server's default
 * @param secret what its deliveries are signed with, or null for none
 */
public record JobWebhook(
        String url,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<WebhookEventType> events,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    /**
     * Creates a webhook.
     *
     * @param url where deliveries go, an absolute https or http URL
     * @param events at least one event, or null for the server's default
     * @param secret 16 to 256 characters, or null for none
     * @throws IllegalArgumentException if an argument is no such thing; the message does not hold the secret
     */
    public JobWebhook {
        url = Checks.httpUrl("url", url);
        events = events == null ? null : Copies.arguments("events", events);
        if (secret != null) {
            WebhookSecrets.check("secret", secret);
        }
    }

    /**
     * Returns a webhook that is told what the server's default is, without a secret.
     *
     * @param url where deliveries go, an absolute https or http URL
     * @return the webhook
     * @throws IllegalArgumentException if the URL is no such thing
     */
    public static JobWebhook of(String url) {
        return new JobWebhook(url, null, null);
    }

    /**
     * Returns a builder.
     *
     * @param url where deliveries go, an absolute https or http URL; the service takes https only
     * @return the builder
     * @throws IllegalArgumentException if the URL is no such thing
     */
    public static Builder builder(String url) {
        return new Builder(of(url));
    }

    /** {@return the webhook in a line, without its secret} */
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
         * Sets what the webhook is told.
         *
         * @param events at least one
         * @return this
         */
        public Builder events(WebhookEventType... events) {
            return events(Arrays.asList(events));
        }

        /**
         * Sets what the webhook is told.
         *
         * @param events at least one
         * @return this
         */
        public Builder events(Collection<WebhookEventType> events) {
            webhook = new JobWebhook(webhook.url, Copies.arguments("events", events), webhook.secret);
            return this;
        }

        /**
         * Sets what deliveries are signed with.
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
