package dev.reader.examples.desk.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The state of a job, as the desk knows it. An ended job has all of its results stored. */
public enum JobState {
    /** Reader has not confirmed the job yet. */
    SUBMITTING(true),
    QUEUED(true),
    PROCESSING(true),
    /** Somebody asked for the cancellation; Reader has not confirmed it yet. */
    CANCELLING(true),
    /** Somebody asked to retry the failed pages; Reader has not confirmed it yet. */
    RETRYING(true),
    COMPLETED(false),
    FAILED(false),
    CANCELLED(false),
    /** Reader refused the request; there is no job. */
    REJECTED(false);

    /** The open states, for SQL. */
    static final String OPEN = Arrays.stream(values())
            .filter(JobState::isOpen)
            .map(state -> "'" + state + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    private final boolean open;

    JobState(boolean open) {
        this.open = open;
    }

    /** Returns true until the results are stored. */
    public boolean isOpen() {
        return open;
    }

    /** Returns the name for people. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
