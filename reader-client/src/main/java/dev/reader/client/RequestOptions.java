package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.internal.Copies;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link ReaderClient#with} changes about the way requests are sent. What is not set stays. Immutable. */
public final class RequestOptions {
    private final @Nullable Duration timeout;
    private final @Nullable Integer maxRetries;
    private final Map<String, String> headers;

    private RequestOptions(Builder builder) {
        timeout = builder.timeout;
        maxRetries = builder.maxRetries;
        headers = Copies.map(builder.headers);
    }

    /** {@return a builder with nothing set} */
    public static Builder builder() {
        return new Builder();
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }

    @Nullable
    Integer maxRetries() {
        return maxRetries;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Builds {@link RequestOptions}. */
    public static final class Builder {
        private final Map<String, String> headers = ClientOptions.headers();
        private @Nullable Duration timeout;
        private @Nullable Integer maxRetries;

        private Builder() {}

        /**
         * Sets how long one attempt at a request may take, as {@link ReaderClient.Builder#timeout} does.
         *
         * @param timeout 1 ms to 24 h
         * @return this
         */
        public Builder timeout(Duration timeout) {
            this.timeout = ClientOptions.timeout(timeout);
            return this;
        }

        /**
         * Sets how often a request is sent again, as {@link ReaderClient.Builder#maxRetries} does.
         *
         * @param maxRetries 0 to 100
         * @return this
         */
        public Builder maxRetries(int maxRetries) {
            this.maxRetries = ClientOptions.maxRetries(maxRetries);
            return this;
        }

        /**
         * Adds a header to every request, in place of one of the same name.
         *
         * @param name the header's name; not one that the client sets itself
         * @param value the header's value
         * @return this
         */
        public Builder header(String name, String value) {
            headers.put(ClientOptions.headerName(name), Checks.headerValue("header " + name, value));
            return this;
        }

        /** {@return the options} */
        public RequestOptions build() {
            return new RequestOptions(this);
        }
    }
}
