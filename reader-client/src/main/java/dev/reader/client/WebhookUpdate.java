package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.model.WebhookEventType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** What is to be changed about a webhook (docs/reader-api.md §5). What is not set stays as it is. Immutable. */
public final class WebhookUpdate {
    private final Map<String, Object> body;

    private WebhookUpdate(Map<String, Object> body) {
        this.body = body;
    }

    /** {@return a builder of an update that changes nothing yet} */
    public static Builder builder() {
        return new Builder();
    }

    Map<String, Object> body() {
        return body;
    }

    /** {@return the names of what is to be changed} */
    @Override
    public String toString() {
        return "WebhookUpdate" + body.keySet();
    }

    /** Builds a {@link WebhookUpdate}. */
    public static final class Builder {
        private final WebhookFields fields = new WebhookFields();

        private Builder() {}

        /**
         * Sets where deliveries go.
         *
         * @param url an absolute https or http URL; the service takes https only
         * @return this
         * @throws IllegalArgumentException if it is no such thing
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
         * @throws IllegalArgumentException if it is blank or longer
         */
        public Builder name(String name) {
            fields.name(name);
            return this;
        }

        /**
         * Sets what the webhook is told.
         *
         * @param events at least one event, in place of those it was told
         * @return this
         * @throws IllegalArgumentException if there is none
         */
        public Builder events(WebhookEventType... events) {
            return events(Arrays.asList(events));
        }

        /**
         * Sets what the webhook is told.
         *
         * @param events at least one event, in place of those it was told
         * @return this
         * @throws IllegalArgumentException if there is none
         */
        public Builder events(Collection<WebhookEventType> events) {
            fields.events(events);
            return this;
        }

        /**
         * Adds a header to those that are sent along with each delivery from now on; those that are not added here are
         * not sent any more.
         *
         * @param name the header's name
         * @param value the header's value
         * @return this
         * @throws IllegalArgumentException if a header can't have such a name or value
         */
        public Builder header(String name, String value) {
            fields.header(name, value);
            return this;
        }

        /**
         * Sets whether deliveries are sent.
         *
         * @param active false to send none until it is true again
         * @return this
         */
        public Builder active(boolean active) {
            fields.active(active);
            return this;
        }

        /**
         * Sets what deliveries are signed with. Reader's documents contradict each other on whether a secret can be
         * changed; a second webhook with the new secret is the way that holds in any case.
         *
         * @param secret 16 to 256 characters
         * @return this
         * @throws IllegalArgumentException if it has another length; the message does not hold it
         */
        public Builder secret(String secret) {
            fields.secret(secret);
            return this;
        }

        /**
         * Returns the update.
         *
         * @return the update
         * @throws IllegalArgumentException if nothing is to be changed
         */
        public WebhookUpdate build() {
            Map<String, Object> body = fields.copy();
            Checks.notEmpty("update", body.keySet());
            return new WebhookUpdate(body);
        }
    }
}
