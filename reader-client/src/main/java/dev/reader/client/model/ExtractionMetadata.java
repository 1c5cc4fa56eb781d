package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Copies;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of an extraction (docs/reader-api.md §2).
 *
 * @param extractionError why it failed, or null if it did not
 * @param additionalProperties what else the server said
 */
public record ExtractionMetadata(
        @Nullable String extractionError,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies what can change. */
    public ExtractionMetadata {
        additionalProperties = Copies.map(additionalProperties);
    }
}
