package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reader.client.internal.Checks;
import java.io.Serializable;

/**
 * The status of a job: queued, processing, and then completed, failed or cancelled (docs/reader-api.md §3).
 *
 * <p>The set of values is open: one that this version does not know is carried as it is.
 *
 * @param value the value on the wire, not blank
 */
public record JobStatus(@JsonValue String value) implements Serializable {
    /** The job waits to be processed, at first or after a retry. */
    public static final JobStatus QUEUED = new JobStatus("queued");

    /** The job is being processed. */
    public static final JobStatus PROCESSING = new JobStatus("processing");

    /** Every URL was attempted; some pages may have failed. */
    public static final JobStatus COMPLETED = new JobStatus("completed");

    /** The job as a whole failed. */
    public static final JobStatus FAILED = new JobStatus("failed");

    /** The job was cancelled; its results so far are kept. */
    public static final JobStatus CANCELLED = new JobStatus("cancelled");

    /**
     * Creates a value.
     *
     * @throws IllegalArgumentException if the value is null or blank
     */
    public JobStatus {
        Checks.notBlank("JobStatus", value);
    }

    /**
     * Returns the value for a wire name.
     *
     * @param value the value on the wire, not blank
     * @return the value
     * @throws IllegalArgumentException if the value is null or blank
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static JobStatus of(String value) {
        return new JobStatus(value);
    }

    /**
     * Tells whether this is a terminal status, which a job keeps unless it is retried.
     *
     * @return true for completed, failed and cancelled; false for every other value, including unknown ones
     */
    public boolean isTerminal() {
        return equals(COMPLETED) || equals(FAILED) || equals(CANCELLED);
    }

    /** {@return the value on the wire} */
    @Override
    public String toString() {
        return value;
    }
}
