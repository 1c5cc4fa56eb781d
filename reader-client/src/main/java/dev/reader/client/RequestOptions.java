package dev.reader.client;

import dev.reader.client.internal.Copies;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options that {@link ReaderClient#with} overrides. Options that are not set keep their values. Immutable. */
public final class RequestOptions {
    private final @Nullable Duration timeout;
    private final @Nullable Duration callTimeout;
    private final @Nullable Integer maxRetries;
    private final @Nullable Duration slotTimeout;
    private final Map<String, String> headers;

    private RequestOptions(Builder builder) {
        timeout = builder.timeout;
        callTimeout = builder.callTimeout;
        maxRetries = builder.maxRetries;
        slotTimeout = builder.slotTimeout;
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
    Duration callTimeout() {
        return callTimeout;
    }

    @Nullable
    Integer maxRetries() {
        return maxRetries;
    }

    @Nullable
    Duration slotTimeout() {
        return slotTimeout;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Builds {@link RequestOptions}. */
    public static final class Builder {
        private final Map<String, String> headers = ClientOptions.headers();
        private @Nullable Duration timeout;
        private @Nullable Duration callTimeout;
        private @Nullable Integer maxRetries;
        private @Nullable Duration slotTimeout;

        private Builder() {}

        /**
         * Sets the time-out of one attempt, as {@link ReaderClient.Builder#timeout} does.
         *
         * @param timeout 1 ms to 24 h
         * @return this
         */
        public Builder timeout(Duration timeout) {
            this.timeout = ClientOptions.timeout(timeout);
            return this;
        }

        /**
         * Sets the time-out of one call with its retries, as {@link ReaderClient.Builder#callTimeout} does.
         *
         * @param callTimeout 1 ms to 24 h
         * @return this
         */
        public Builder callTimeout(Duration callTimeout) {
            this.callTimeout = ClientOptions.callTimeout(callTimeout);
            return this;
        }

        /**
         * Sets the maximum number of retries, as {@link ReaderClient.Builder#maxRetries} does.
         *
         * @param maxRetries 0 to 100
         * @return this
         */
        public Builder maxRetries(int maxRetries) {
            this.maxRetries = ClientOptions.maxRetries(maxRetries);
            return this;
        }

        /**
         * Sets how long {@link ReaderClient#createJob} waits for a slot, as {@link ReaderClient.Builder#slotTimeout} does.
         *
         * @param slotTimeout 0 to 24 h
         * @return this
         */
        public Builder slotTimeout(Duration slotTimeout) {
            this.slotTimeout = ClientOptions.slotTimeout(slotTimeout);
            return this;
        }

        /**
         * Adds a header to every request. Replaces a header with the same name.
         *
         * @param name the name of the header, which must not be one that the client sets itself
         * @param value the value of the header
         * @return this
         */
        public Builder header(String name, String value) {
            ClientOptions.putHeader(headers, name, value);
            return this;
        }

        /** {@return the options} */
        public RequestOptions build() {
            return new RequestOptions(this);
        }
    }
}
