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
 * A read of a page, and its cost (docs/reader-api.md §6).
 *
 * @param id the entry's id
 * @param url the page's URL, or null if the server does not say
 * @param duration how long the read took, or null if the server does not say
 * @param status its outcome, or null if the server does not say
 * @param cached whether the page came from the cache, which is free, or null if the server does not say
 * @param proxyMode the proxy mode of the fetch, or null
 * @param credits its cost, or null if the server does not say
 * @param error why it failed, or null
 * @param createdAt when the page was read, or null if the server does not say
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
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

    /** Copies lists and maps. */
    public UsageEntry {
        additionalProperties = Copies.map(additionalProperties);
    }
}
