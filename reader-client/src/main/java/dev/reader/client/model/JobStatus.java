package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reader.client.internal.Checks;

/**
 * The state of a job: queued, processing, and then completed, failed or cancelled (docs/reader-api.md §3). An open set: a value that this version does not know is
 * carried as it is.
 *
 * @param value the value on the wire, not blank
 */
public record JobStatus(@JsonValue String value) {
    /** The job waits for its turn, at first or after a retry. */
    public static final JobStatus QUEUED = new JobStatus("queued");

    /** The job runs. */
    public static final JobStatus PROCESSING = new JobStatus("processing");

    /** Every URL was attempted; single pages may have failed. */
    public static final JobStatus COMPLETED = new JobStatus("completed");

    /** The job as a whole failed. */
    public static final JobStatus FAILED = new JobStatus("failed");

    /** The job was cancelled; what it had finished is kept. */
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
     * Returns the value with a name on the wire.
     *
     * @param value the name, not blank
     * @return the value
     * @throws IllegalArgumentException if the name is null or blank
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static JobStatus of(String value) {
        return new JobStatus(value);
    }

    /**
     * Tells whether a job in this state is over.
     *
     * @return true for completed, failed and cancelled; false for every other, also for one that this version does not
     *     know
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
