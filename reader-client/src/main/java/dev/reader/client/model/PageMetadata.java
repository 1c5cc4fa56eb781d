package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.json.MillisDeserializer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a page (docs/reader-api.md §2).
 *
 * @param title the page's title, or null
 * @param description the page's description, or null
 * @param statusCode the HTTP status of the page's own server, or null
 * @param duration how long reading the page took, or null
 * @param cached whether the page came from the cache and so was free, or null where the server does not say
 * @param proxyMode how the page was fetched, or null
 * @param proxyEscalated whether another proxy mode than asked for was needed, or null
 * @param scrapedAt when the page was read, or null
 * @param additionalProperties what else the server said
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
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies what can change. */
    public PageMetadata {
        additionalProperties = Copies.map(additionalProperties);
    }

    /** {@return why the extraction failed on a page that was read all the same, or null if it did not} */
    public @Nullable String extractionError() {
        JsonNode extraction = additionalProperties.get("extraction");
        return extraction == null || !extraction.hasNonNull("extractionError")
                ? null
                : extraction.get("extractionError").asText();
    }
}
