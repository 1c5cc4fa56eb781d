package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reader.client.internal.Checks;

/**
 * The status of a browser session (docs/reader-api.md §6).
 *
 * <p>The set of values is open: one that this version does not know is carried as it is.
 *
 * @param value the value on the wire, not blank
 */
public record SessionStatus(@JsonValue String value) {
    /** The session is running and costs one credit a minute. */
    public static final SessionStatus ACTIVE = new SessionStatus("active");

    /** The session was stopped. */
    public static final SessionStatus STOPPED = new SessionStatus("stopped");

    /** The session reached its maximum duration. */
    public static final SessionStatus EXPIRED = new SessionStatus("expired");

    /**
     * Creates a value.
     *
     * @throws IllegalArgumentException if the value is null or blank
     */
    public SessionStatus {
        Checks.notBlank("SessionStatus", value);
    }

    /**
     * Returns the value for a wire name.
     *
     * @param value the value on the wire, not blank
     * @return the value
     * @throws IllegalArgumentException if the value is null or blank
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SessionStatus of(String value) {
        return new SessionStatus(value);
    }

    /** {@return the value on the wire} */
    @Override
    public String toString() {
        return value;
    }
}
