package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reader.client.internal.Checks;
import java.io.Serializable;

/**
 * A way to fetch a page (docs/reader-api.md §2).
 *
 * <p>The set of values is open: one that this version does not know is carried as it is.
 *
 * @param value the value on the wire, not blank
 */
public record ProxyMode(@JsonValue String value) implements Serializable {
    /** The default. A page costs 1 credit. */
    public static final ProxyMode STANDARD = new ProxyMode("standard");

    /** For pages that block ordinary requests. A page costs 3 credits. */
    public static final ProxyMode PREMIUM = new ProxyMode("premium");

    /**
     * Creates a value.
     *
     * @throws IllegalArgumentException if the value is null or blank
     */
    public ProxyMode {
        Checks.notBlank("ProxyMode", value);
    }

    /**
     * Returns the value for a wire name.
     *
     * @param value the value on the wire, not blank
     * @return the value
     * @throws IllegalArgumentException if the value is null or blank
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ProxyMode of(String value) {
        return new ProxyMode(value);
    }

    /** {@return the value on the wire} */
    @Override
    public String toString() {
        return value;
    }
}
