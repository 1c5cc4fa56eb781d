package dev.reader.client;

import dev.reader.client.model.WebhookEventType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** A request to create a webhook (docs/reader-api.md §5). Immutable. */
public final class WebhookRequest {
    private final Map<String, Object> body;

    private WebhookRequest(Map<String, Object> body) {
        this.body = body;
    }

    /**
     * Returns a builder. Deliveries of a webhook without a {@link Builder#secret} are unsigned and can't be verified.
     *
     * @param url the URL to deliver to, absolute https or http; the service accepts only https
     * @param name the webhook's name, 1 to 100 characters
     * @param events the events to deliver, at least one
     * @return the builder
     * @throws IllegalArgumentException if an argument is invalid
     */
    public static Builder builder(String url, String name, WebhookEventType... events) {
        return builder(url, name, Arrays.asList(events));
    }

    /**
     * Returns a builder. Deliveries of a webhook without a {@link Builder#secret} are unsigned and can't be verified.
     *
     * @param url the URL to deliver to, absolute https or http; the service accepts only https
     * @param name the webhook's name, 1 to 100 characters
     * @param events the events to deliver, at least one
     * @return the builder
     * @throws IllegalArgumentException if an argument is invalid
     */
    public static Builder builder(String url, String name, Collection<WebhookEventType> events) {
        Builder builder = new Builder();
        builder.fields.url(url);
        builder.fields.name(name);
        builder.fields.events(events);
        return builder;
    }

    Map<String, Object> body() {
        return body;
    }

    /** {@return a one-line summary without the secret and the headers} */
    @Override
    public String toString() {
        return "WebhookRequest[url=" + body.get("url") + ", name=" + body.get("name") + ", events=" + body.get("events")
                + "]";
    }

    /** Builds a {@link WebhookRequest}. */
    public static final class Builder {
        private final WebhookFields fields = new WebhookFields();

        private Builder() {}

        /**
         * Sets the secret that signs deliveries. Only {@link Webhooks#create} returns it again.
         *
         * @param secret 16 to 256 characters
         * @return this
         * @throws IllegalArgumentException if it is too short or too long; the message does not contain it
         */
        public Builder secret(String secret) {
            fields.secret(secret);
            return this;
        }

        /**
         * Adds a header to each delivery; replaces a header of the same name.
         *
         * @param name the header's name
         * @param value the header's value
         * @return this
         * @throws IllegalArgumentException if the name or value is invalid in a header
         */
        public Builder header(String name, String value) {
            fields.header(name, value);
            return this;
        }

        /** {@return the request} */
        public WebhookRequest build() {
            return new WebhookRequest(fields.copy());
        }
    }
}
