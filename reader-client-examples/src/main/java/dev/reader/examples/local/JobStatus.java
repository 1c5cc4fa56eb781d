package dev.reader.examples.local;

import java.util.Locale;

/** Where a job is in its life. */
enum JobStatus {
    QUEUED,
    PROCESSING,
    COMPLETED,
    FAILED,
    CANCELLED;

    boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
