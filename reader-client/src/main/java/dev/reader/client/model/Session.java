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
 * A browser session as it is listed (docs/reader-api.md §6). How to reach its browser is known only to who created it.
 *
 * @param sessionId the session's id
 * @param status its state
 * @param createdAt when it was created, or null where the server does not say
 * @param expiresAt when it ends by itself, or null where the server does not say
 * @param additionalProperties what else the server said
 */
public record Session(
        @JsonProperty(required = true) String sessionId,
        @JsonProperty(required = true) SessionStatus status,
        @Nullable Instant createdAt,
        @Nullable Instant expiresAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies what can change. */
    public Session {
        additionalProperties = Copies.map(additionalProperties);
    }

    /** {@return the session in a line, without what else the server said, which may hold a secret} */
    @Override
    public String toString() {
        return "Session[sessionId=" + sessionId + ", status=" + status + ", createdAt=" + createdAt + ", expiresAt="
                + expiresAt + "]";
    }
}
