package dev.reader.examples.desk.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job.
 *
 * @param id the desk's own id, which exists before Reader's
 * @param request the submission as JSON
 * @param completed the pages that Reader has attempted
 * @param stored the pages that are in the database
 * @param problem why the last step failed, or why the job did
 * @param run the number of times that failed pages were retried
 * @param attempts the failed steps since the last successful one
 * @param heardAt when Reader last said something about the job
 * @param checkAt when the next step is due
 */
public record DeskJob(
        String id,
        @Nullable String readerJobId,
        String kind,
        String title,
        String request,
        String idempotencyKey,
        JobState state,
        int completed,
        int total,
        int failed,
        int stored,
        @Nullable Integer credits,
        @Nullable String problem,
        int run,
        int attempts,
        Instant createdAt,
        @Nullable Instant endedAt,
        Instant heardAt,
        Instant checkAt) {
    private static final int PERCENT = 100;

    /** Returns a job that is to be submitted at once. */
    public static DeskJob submitted(
            String id, String kind, String title, String request, String idempotencyKey, int total, Instant now) {
        return new DeskJob(
                id,
                null,
                kind,
                title,
                request,
                idempotencyKey,
                JobState.SUBMITTING,
                0,
                total,
                0,
                0,
                null,
                null,
                0,
                0,
                now,
                null,
                now,
                now);
    }

    /** Returns the share of the pages that were attempted, 0 to 100. */
    public int percent() {
        return total == 0 ? 0 : Math.min(PERCENT, PERCENT * completed / total);
    }

    /** Returns true if failed pages can be read again. */
    public boolean canRetry() {
        return !state.isOpen() && failed > 0 && readerJobId != null;
    }

    /** Returns true if the job can be cancelled. */
    public boolean canCancel() {
        return state == JobState.QUEUED || state == JobState.PROCESSING || state == JobState.SUBMITTING;
    }
}
