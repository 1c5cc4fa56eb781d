package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reader.client.internal.Checks;

/**
 * A format of a page's content (docs/reader-api.md §2).
 *
 * <p>The set of values is open: one that this version does not know is carried as it is.
 *
 * @param value the value on the wire, not blank
 */
public record Format(@JsonValue String value) {
    /** Markdown, the default. */
    public static final Format MARKDOWN = new Format("markdown");

    /** HTML. */
    public static final Format HTML = new Format("html");

    /** A screenshot, as PNG. */
    public static final Format SCREENSHOT = new Format("screenshot");

    /**
     * Creates a value.
     *
     * @throws IllegalArgumentException if the value is null or blank
     */
    public Format {
        Checks.notBlank("Format", value);
    }

    /**
     * Returns the value for a wire name.
     *
     * @param value the value on the wire, not blank
     * @return the value
     * @throws IllegalArgumentException if the value is null or blank
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Format of(String value) {
        return new Format(value);
    }

    /** {@return the value on the wire} */
    @Override
    public String toString() {
        return value;
    }
}
