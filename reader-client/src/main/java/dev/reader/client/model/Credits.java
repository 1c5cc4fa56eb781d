package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Copies;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The credits of the workspace (docs/reader-api.md §6).
 *
 * @param balance how many are left
 * @param limit how many a month has
 * @param used how many of this month's are spent
 * @param tier whose limits hold, such as {@code free}, or null where the server does not say
 * @param resetAt when the balance is renewed, or null where the server does not say
 * @param additionalProperties what else the server said
 */
public record Credits(
        int balance,
        int limit,
        int used,
        @Nullable String tier,
        @Nullable Instant resetAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies what can change. */
    public Credits {
        additionalProperties = Copies.map(additionalProperties);
    }
}
