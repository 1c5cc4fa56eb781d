package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reader.client.internal.Checks;

/**
 * The outcome of a read (docs/reader-api.md §6).
 *
 * <p>The set of values is open: one that this version does not know is carried as it is.
 *
 * @param value the value on the wire, not blank
 */
public record UsageStatus(@JsonValue String value) {
    /** The page was read. */
    public static final UsageStatus SUCCESS = new UsageStatus("success");

    /** The page failed. */
    public static final UsageStatus ERROR = new UsageStatus("error");

    /**
     * Creates a value.
     *
     * @throws IllegalArgumentException if the value is null or blank
     */
    public UsageStatus {
        Checks.notBlank("UsageStatus", value);
    }

    /**
     * Returns the value for a wire name.
     *
     * @param value the value on the wire, not blank
     * @return the value
     * @throws IllegalArgumentException if the value is null or blank
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static UsageStatus of(String value) {
        return new UsageStatus(value);
    }

    /** {@return the value on the wire} */
    @Override
    public String toString() {
        return value;
    }
}
