package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.model.WebhookEventType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** A request to change a webhook (docs/reader-api.md §5). Fields that are not set keep their values. Immutable. */
public final class WebhookUpdate {
    private final Map<String, Object> body;

    private WebhookUpdate(Map<String, Object> body) {
        this.body = body;
    }

    /** {@return a builder without changes} */
    public static Builder builder() {
        return new Builder();
    }

    Map<String, Object> body() {
        return body;
    }

    /** {@return the names of the fields to change} */
    @Override
    public String toString() {
        return "WebhookUpdate" + body.keySet();
    }

    /** Builds a {@link WebhookUpdate}. */
    public static final class Builder {
        private final WebhookFields fields = new WebhookFields();

        private Builder() {}

        /**
         * Sets the URL to deliver to.
         *
         * @param url an absolute https or http URL; the service accepts only https
         * @return this
         * @throws IllegalArgumentException if it is not an absolute https or http URL
         */
        public Builder url(String url) {
            fields.url(url);
            return this;
        }

        /**
         * Sets the webhook's name.
         *
         * @param name 1 to 100 characters
         * @return this
         * @throws IllegalArgumentException if it is blank or too long
         */
        public Builder name(String name) {
            fields.name(name);
            return this;
        }

        /**
         * Sets the events to deliver.
         *
         * @param events at least one event; replaces the previous events
         * @return this
         * @throws IllegalArgumentException if there are none
         */
        public Builder events(WebhookEventType... events) {
            return events(Arrays.asList(events));
        }

        /**
         * Sets the events to deliver.
         *
         * @param events at least one event; replaces the previous events
         * @return this
         * @throws IllegalArgumentException if there are none
         */
        public Builder events(Collection<WebhookEventType> events) {
            fields.events(events);
            return this;
        }

        /**
         * Adds a header to each delivery from now on. The headers of the update replace all previous ones.
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

        /**
         * Sets whether the webhook is active.
         *
         * @param active false to suspend deliveries
         * @return this
         */
        public Builder active(boolean active) {
            fields.active(active);
            return this;
        }

        /**
         * Sets the secret that signs deliveries. Reader's documentation is inconsistent on whether a secret can be
         * changed; creating a second webhook with the new secret works either way.
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
         * Returns the update.
         *
         * @return the update
         * @throws IllegalArgumentException if no field is set
         */
        public WebhookUpdate build() {
            Map<String, Object> body = fields.copy();
            Checks.notEmpty("update", body.keySet());
            return new WebhookUpdate(body);
        }
    }
}
