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
 * An API key as it is listed, which is without the key itself (docs/reader-api.md §6).
 *
 * @param id the id of the key, by which it is revoked
 * @param name what it was called, or null
 * @param last4 the last four characters of the key, or null where the server does not say
 * @param active whether it opens the API, or null where the server does not say
 * @param rateLimit how many requests a minute it allows, or null for the tier's
 * @param expiresAt when it ends by itself, or null for never
 * @param lastUsedAt when it was last used, or null for never
 * @param createdAt when it was made, or null where the server does not say
 * @param additionalProperties what else the server said
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

    /** Copies what can change. */
    public ApiKey {
        additionalProperties = Copies.map(additionalProperties);
    }

    /** {@return the key's data in a line, without what else the server said, which may hold a secret} */
    @Override
    public String toString() {
        return "ApiKey[id=" + id + ", name=" + name + ", last4=" + last4 + ", active=" + active + ", rateLimit="
                + rateLimit + ", expiresAt=" + expiresAt + ", lastUsedAt=" + lastUsedAt + ", createdAt=" + createdAt
                + "]";
    }
}
