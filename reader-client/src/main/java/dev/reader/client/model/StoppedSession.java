package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.reader.client.internal.json.MillisDeserializer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a browser session (docs/reader-api.md §6).
 *
 * @param sessionId the session's id
 * @param status its state, which is stopped
 * @param duration how long it lasted ({@code durationMs} on the wire), or null where the answer that said so was lost
 * @param creditsCharged what it cost, or null where the answer that said so was lost
 */
public record StoppedSession(
        @JsonProperty(required = true) String sessionId,
        @JsonProperty(required = true) SessionStatus status,

        @JsonProperty("durationMs") @JsonDeserialize(using = MillisDeserializer.class) @Nullable
        Duration duration,

        @Nullable Integer creditsCharged) {}
