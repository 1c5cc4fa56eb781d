package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reader.client.internal.Checks;

/**
 * How a page is fetched (docs/reader-api.md §2). An open set: a value that this version does not know is
 * carried as it is.
 *
 * @param value the value on the wire, not blank
 */
public record ProxyMode(@JsonValue String value) {
    /** The default: 1 credit a page. */
    public static final ProxyMode STANDARD = new ProxyMode("standard");

    /** For pages that resist: 3 credits a page. */
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
     * Returns the value with a name on the wire.
     *
     * @param value the name, not blank
     * @return the value
     * @throws IllegalArgumentException if the name is null or blank
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
