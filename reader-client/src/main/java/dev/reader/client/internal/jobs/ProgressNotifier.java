package dev.reader.client.internal.jobs;

import dev.reader.client.model.JobProgress;
import dev.reader.client.model.JobStatus;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reports the progress of one job: each change once, and never backwards within one run of the job. Not thread-safe. */
final class ProgressNotifier {
    private final String jobId;
    private final Consumer<JobProgress> listener;
    private @Nullable JobProgress last;

    ProgressNotifier(String jobId, Consumer<JobProgress> listener) {
        this.jobId = jobId;
        this.listener = listener;
    }

    /** Reports where the job is, unless it was there already: a stream may repeat events. Returns whether that was new. */
    boolean report(JobStatus status, int completed, int total) {
        JobProgress before = last;
        // An event without a total says nothing about it.
        int known = before == null ? total : Math.max(total, before.total());
        // The record of a job that is over may count fewer pages than its events did; its end is news all the same.
        int counted = before != null && status.isTerminal() ? Math.max(completed, before.completed()) : completed;
        JobProgress progress = new JobProgress(jobId, status, counted, known);
        if (before != null
                && (counted < before.completed() || rank(status) < rank(before.status()) || progress.equals(before))) {
            return false;
        }
        last = progress;
        listener.accept(progress);
        return true;
    }

    /** The job is run again: it starts anew. */
    void restart() {
        last = null;
    }

    private static int rank(JobStatus status) {
        return status.isTerminal() ? 2 : status.equals(JobStatus.QUEUED) ? 0 : 1;
    }
}
