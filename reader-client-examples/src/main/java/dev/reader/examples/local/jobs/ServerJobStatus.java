package dev.reader.examples.local.jobs;

import java.util.Locale;

/** The status of a job. */
enum ServerJobStatus {
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
