package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Copies;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An API key as listed, without the key itself (docs/reader-api.md §6).
 *
 * @param id the id by which the key is revoked
 * @param name its name, or null
 * @param last4 the last four characters of the key, or null if the server does not say
 * @param active whether it can be used, or null if the server does not say
 * @param rateLimit its limit of requests per minute, or null for the limit of the tier
 * @param expiresAt when it expires, or null if it does not
 * @param lastUsedAt when it was last used, or null if it was not
 * @param createdAt when it was created, or null if the server does not say
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
 */
public record ApiKey(
        @JsonProperty(required = true) String id,
        @Nullable String name,
        @Nullable String last4,
        @Nullable Boolean active,
        @Nullable Integer rateLimit,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant createdAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies lists and maps. */
    public ApiKey {
        additionalProperties = Copies.map(additionalProperties);
    }

    /** {@return the components but for the additional properties, which may contain a secret} */
    @Override
    public String toString() {
        return "ApiKey[id=" + id + ", name=" + name + ", last4=" + last4 + ", active=" + active + ", rateLimit="
                + rateLimit + ", expiresAt=" + expiresAt + ", lastUsedAt=" + lastUsedAt + ", createdAt=" + createdAt
                + "]";
    }
}
