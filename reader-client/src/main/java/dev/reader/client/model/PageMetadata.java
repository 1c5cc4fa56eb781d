package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.json.MillisDeserializer;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a page (docs/reader-api.md §2).
 *
 * @param title the page's title, or null
 * @param description the page's description, or null
 * @param statusCode the HTTP status of the page's own server, or null
 * @param duration how long the read took, or null
 * @param cached whether the page came from the cache, which is free, or null if the server does not say
 * @param proxyMode the proxy mode of the fetch, or null
 * @param proxyEscalated whether the fetch needed another proxy mode than the requested one, or null
 * @param scrapedAt when the page was read, or null
 * @param extraction the outcome of the extraction, or null if none was requested
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
 */
public record PageMetadata(
        @Nullable String title,
        @Nullable String description,
        @Nullable Integer statusCode,

        @JsonDeserialize(using = MillisDeserializer.class) @Nullable
        Duration duration,

        @Nullable Boolean cached,
        @Nullable ProxyMode proxyMode,
        @Nullable Boolean proxyEscalated,
        @Nullable Instant scrapedAt,
        @Nullable ExtractionMetadata extraction,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties)
        implements Serializable {

    /** Copies lists and maps. */
    public PageMetadata {
        additionalProperties = Copies.map(additionalProperties);
    }

    /** {@return why the extraction failed although the page was read, or null if it did not fail} */
    public @Nullable String extractionError() {
        return extraction == null ? null : extraction.extractionError();
    }

    /** {@return a builder} */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link PageMetadata}, for tests. Components that are not set are absent. */
    public static final class Builder {
        private @Nullable String title;
        private @Nullable String description;
        private @Nullable Integer statusCode;
        private @Nullable Duration duration;
        private @Nullable Boolean cached;
        private @Nullable ProxyMode proxyMode;
        private @Nullable Boolean proxyEscalated;
        private @Nullable Instant scrapedAt;
        private @Nullable ExtractionMetadata extraction;
        private final Map<String, JsonNode> additionalProperties = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets the page's title.
         *
         * @param title the value, or null
         * @return this
         */
        public Builder title(@Nullable String title) {
            this.title = title;
            return this;
        }

        /**
         * Sets the page's description.
         *
         * @param description the value, or null
         * @return this
         */
        public Builder description(@Nullable String description) {
            this.description = description;
            return this;
        }

        /**
         * Sets the HTTP status of the page's own server.
         *
         * @param statusCode the value, or null
         * @return this
         */
        public Builder statusCode(@Nullable Integer statusCode) {
            this.statusCode = statusCode;
            return this;
        }

        /**
         * Sets how long the read took.
         *
         * @param duration the value, or null
         * @return this
         */
        public Builder duration(@Nullable Duration duration) {
            this.duration = duration;
            return this;
        }

        /**
         * Sets whether the page came from the cache.
         *
         * @param cached the value, or null
         * @return this
         */
        public Builder cached(@Nullable Boolean cached) {
            this.cached = cached;
            return this;
        }

        /**
         * Sets the proxy mode of the fetch.
         *
         * @param proxyMode the value, or null
         * @return this
         */
        public Builder proxyMode(@Nullable ProxyMode proxyMode) {
            this.proxyMode = proxyMode;
            return this;
        }

        /**
         * Sets whether the fetch needed another proxy mode than the requested one.
         *
         * @param proxyEscalated the value, or null
         * @return this
         */
        public Builder proxyEscalated(@Nullable Boolean proxyEscalated) {
            this.proxyEscalated = proxyEscalated;
            return this;
        }

        /**
         * Sets when the page was read.
         *
         * @param scrapedAt the value, or null
         * @return this
         */
        public Builder scrapedAt(@Nullable Instant scrapedAt) {
            this.scrapedAt = scrapedAt;
            return this;
        }

        /**
         * Sets the outcome of the extraction.
         *
         * @param extraction the value, or null
         * @return this
         */
        public Builder extraction(@Nullable ExtractionMetadata extraction) {
            this.extraction = extraction;
            return this;
        }

        /**
         * Adds a field that this version does not know.
         *
         * @param name the wire name
         * @param value the value
         * @return this
         */
        public Builder additionalProperty(String name, JsonNode value) {
            additionalProperties.put(Checks.notNull("name", name), Checks.notNull("value", value));
            return this;
        }

        /** {@return the metadata} */
        public PageMetadata build() {
            return new PageMetadata(
                    title,
                    description,
                    statusCode,
                    duration,
                    cached,
                    proxyMode,
                    proxyEscalated,
                    scrapedAt,
                    extraction,
                    additionalProperties);
        }
    }
}
