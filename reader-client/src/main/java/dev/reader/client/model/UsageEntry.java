package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.json.MillisDeserializer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page that the workspace had read, and what it cost (docs/reader-api.md §6).
 *
 * @param id the entry's id
 * @param url the page's URL, or null where the server does not say
 * @param duration how long reading it took, or null where the server does not say
 * @param status what became of it, or null where the server does not say
 * @param cached whether it came from the cache and so was free, or null where the server does not say
 * @param proxyMode how it was fetched, or null
 * @param credits what it cost, or null where the server does not say
 * @param error why it failed, or null
 * @param createdAt when it was read, or null where the server does not say
 * @param additionalProperties what else the server said
 */
public record UsageEntry(
        @JsonProperty(required = true) String id,
        @Nullable String url,

        @JsonDeserialize(using = MillisDeserializer.class) @Nullable
        Duration duration,

        @Nullable UsageStatus status,
        @Nullable Boolean cached,
        @Nullable ProxyMode proxyMode,
        @Nullable Integer credits,
        @Nullable String error,
        @Nullable Instant createdAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies what can change. */
    public UsageEntry {
        additionalProperties = Copies.map(additionalProperties);
    }
}
