package dev.reader.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Checks;
import java.util.Map;

/** Reads one page synchronously (docs/reader-api.md §2). */
public final class ScrapeRequest extends RequestBase implements ReadRequest {

    private ScrapeRequest(Builder builder) {
        super(builder);
    }

    /**
     * Returns a request with default options.
     *
     * @param url an absolute http or https URL
     * @return the request
     */
    public static ScrapeRequest of(String url) {
        return builder(url).build();
    }

    /**
     * Returns a builder.
     *
     * @param url an absolute http or https URL
     * @return the builder
     */
    public static Builder builder(String url) {
        return new Builder().put("url", Checks.httpUrl("url", url));
    }

    /** {@return a builder with the options of this request} */
    public Builder toBuilder() {
        return copyTo(new Builder());
    }

    /** Builds a {@link ScrapeRequest}. */
    public static final class Builder extends ReadRequest.Builder<Builder> {
        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the JSON to extract from the page, which {@link dev.reader.client.model.Page#extracted} returns.
         * Extraction costs additional credits.
         *
         * @param extraction what to extract
         * @return this
         */
        public Builder extract(Extraction extraction) {
            return put("extract", Checks.notNull("extraction", extraction).body());
        }

        /**
         * Sets the record to extract from the page, as {@link Extraction#ofRecord} does; {@link
         * dev.reader.client.model.Page#extractedAs} returns it.
         *
         * @param type a record
         * @return this
         * @throws IllegalArgumentException if the record can't be converted to a schema; the message names the
         *     component
         */
        public Builder extract(Class<? extends Record> type) {
            return extract(Extraction.ofRecord(type));
        }

        /**
         * Sets the JSON Schema of the JSON to extract, as {@link Extraction#ofSchema(JsonNode)} does.
         *
         * @param schema a JSON Schema
         * @return this
         */
        public Builder extract(JsonNode schema) {
            return extract(Extraction.ofSchema(schema));
        }

        /**
         * Sets the fields to extract, as {@link Extraction#ofFields} does.
         *
         * @param fields the types of the fields, such as {@code string} or {@code number}, by field name
         * @return this
         */
        public Builder extract(Map<String, String> fields) {
            return extract(Extraction.ofFields(fields));
        }

        /** {@return the request} */
        public ScrapeRequest build() {
            return new ScrapeRequest(this);
        }
    }
}
