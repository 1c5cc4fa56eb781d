package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Copies;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an extraction (docs/reader-api.md §2).
 *
 * @param extractionError why it failed, or null if it did not
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
 */
public record ExtractionMetadata(
        @Nullable String extractionError,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) implements Serializable {

    /** Copies lists and maps. */
    public ExtractionMetadata {
        additionalProperties = Copies.map(additionalProperties);
    }
}
