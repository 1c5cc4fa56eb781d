package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.reader.client.internal.json.MillisDeserializer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A browser session that was stopped (docs/reader-api.md §6).
 *
 * @param sessionId the session's id
 * @param status its status
 * @param duration how long it ran ({@code durationMs} on the wire), or null if the response with it was lost
 * @param creditsCharged its cost, or null if the response with it was lost
 */
public record StoppedSession(
        @JsonProperty(required = true) String sessionId,
        @JsonProperty(required = true) SessionStatus status,

        @JsonProperty("durationMs") @JsonDeserialize(using = MillisDeserializer.class) @Nullable
        Duration duration,

        @Nullable Integer creditsCharged) {}
