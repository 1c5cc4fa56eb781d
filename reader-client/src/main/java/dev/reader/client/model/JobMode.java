package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reader.client.internal.Checks;
import java.io.Serializable;

/**
 * The kind of a job (docs/reader-api.md §2).
 *
 * <p>The set of values is open: one that this version does not know is carried as it is.
 *
 * @param value the value on the wire, not blank
 */
public record JobMode(@JsonValue String value) implements Serializable {
    /** A scrape of a single page. */
    public static final JobMode SCRAPE = new JobMode("scrape");

    /** A batch of URLs. */
    public static final JobMode BATCH = new JobMode("batch");

    /** A crawl, which follows links. */
    public static final JobMode CRAWL = new JobMode("crawl");

    /**
     * Creates a value.
     *
     * @throws IllegalArgumentException if the value is null or blank
     */
    public JobMode {
        Checks.notBlank("JobMode", value);
    }

    /**
     * Returns the value for a wire name.
     *
     * @param value the value on the wire, not blank
     * @return the value
     * @throws IllegalArgumentException if the value is null or blank
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static JobMode of(String value) {
        return new JobMode(value);
    }

    /** {@return the value on the wire} */
    @Override
    public String toString() {
        return value;
    }
}
