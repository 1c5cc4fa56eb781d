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
 * @param balance the credits that are left; 0 if the server does not say
 * @param limit the credits of a month; 0 if the server does not say
 * @param used the credits spent this month; 0 if the server does not say
 * @param tier the tier of the workspace, such as {@code free}, or null if the server does not say
 * @param resetAt when the balance is renewed, or null if the server does not say
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
 */
public record Credits(
        int balance,
        int limit,
        int used,
        @Nullable String tier,
        @Nullable Instant resetAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies lists and maps. */
    public Credits {
        additionalProperties = Copies.map(additionalProperties);
    }
}
