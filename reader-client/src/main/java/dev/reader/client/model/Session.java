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
 * A browser session as listed (docs/reader-api.md §6). Only its creator gets the address of its browser.
 *
 * @param sessionId the session's id
 * @param status its status
 * @param createdAt when it was created, or null if the server does not say
 * @param expiresAt when it expires, or null if the server does not say
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
 */
public record Session(
        @JsonProperty(required = true) String sessionId,
        @JsonProperty(required = true) SessionStatus status,
        @Nullable Instant createdAt,
        @Nullable Instant expiresAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies lists and maps. */
    public Session {
        additionalProperties = Copies.map(additionalProperties);
    }

    /** {@return the components but for the additional properties, which may contain a secret} */
    @Override
    public String toString() {
        return "Session[sessionId=" + sessionId + ", status=" + status + ", createdAt=" + createdAt + ", expiresAt="
                + expiresAt + "]";
    }
}
