package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The field {@code extract} of a request: what structure is wanted of a page. */
record Extraction(@Nullable ObjectNode schema, @Nullable String prompt) {
    /** What it costs beside the page. */
    static final int PRICE = 2;

    /** Reads the field; null when there is none. */
    static @Nullable Extraction of(Fields request) {
        Fields fields = request.nested("extract");
        if (fields == null) {
            return null;
        }
        ObjectNode schema = fields.get("schema") instanceof ObjectNode object ? object : null;
        if (fields.has("schema") && schema == null) {
            fields.issue("schema", "invalid_type", "must be an object");
        } else if (schema != null && schema.isEmpty()) {
            fields.issue("schema", "too_small", "must name a field");
        }
        String prompt = fields.string("prompt", 1, 10_000);
        if (!fields.has("schema") && !fields.has("prompt")) {
            request.issue("extract", "required", "must have a schema or a prompt");
        }
        return new Extraction(schema, prompt);
    }
}
