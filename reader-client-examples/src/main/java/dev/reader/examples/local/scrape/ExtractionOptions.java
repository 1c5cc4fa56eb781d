package dev.reader.examples.local.scrape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.RequestFields;
import org.jspecify.annotations.Nullable;

/** The field {@code extract} of a request: the data to extract from a page. */
record ExtractionOptions(
        @Nullable ObjectNode schema, @Nullable String prompt) {
    /** Parses the field; null if it is missing. */
    static @Nullable ExtractionOptions of(RequestFields request) {
        RequestFields fields = request.nested("extract");
        if (fields == null) {
            return null;
        }
        ObjectNode schema = fields.get("schema") instanceof ObjectNode object ? object : null;
        if (fields.has("schema") && schema == null) {
            fields.issue("schema", "invalid_type", "must be an object");
        } else if (schema != null && schema.isEmpty()) {
            fields.issue("schema", "too_small", "must contain at least one field");
        }
        String prompt = fields.string("prompt", 1, 10_000);
        if (!fields.has("schema") && !fields.has("prompt")) {
            request.issue("extract", "required", "must have a schema or a prompt");
        }
        return new ExtractionOptions(schema, prompt);
    }
}
