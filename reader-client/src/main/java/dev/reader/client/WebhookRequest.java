package dev.reader.client;

import dev.reader.client.model.WebhookEventType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** A webhook that is to be created (docs/reader-api.md §5). Immutable. */
public final class WebhookRequest {
    private final Map<String, Object> body;

    private WebhookRequest(Map<String, Object> body) {
        this.body = body;
    }

    /**
     * Returns a builder. A webhook without a {@link Builder#secret} is sent deliveries that prove nothing.
     *
     * @param url where deliveries go, an absolute https or http URL; the service takes https only
     * @param name the webhook's name, 1 to 100 characters
     * @param events what it is told, at least one event
     * @return the builder
     * @throws IllegalArgumentException if an argument is no such thing
     */
    public static Builder builder(String url, String name, WebhookEventType... events) {
        return builder(url, name, Arrays.asList(events));
    }

    /**
     * Returns a builder. A webhook without a {@link Builder#secret} is sent deliveries that prove nothing.
     *
     * @param url where deliveries go, an absolute https or http URL; the service takes https only
     * @param name the webhook's name, 1 to 100 characters
     * @param events what it is told, at least one event
     * @return the builder
     * @throws IllegalArgumentException if an argument is no such thing
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

    /** {@return the request in a line, without its secret and without the values of its headers} */
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
         * Sets what deliveries are signed with. It can be read only once more, on what
         * {@link Webhooks#create} returns.
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
         * Adds a header that is sent along with each delivery, in place of one of the same name.
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

        /** {@return the request} */
        public WebhookRequest build() {
            return new WebhookRequest(fields.copy());
        }
    }
}
