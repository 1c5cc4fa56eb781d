package dev.reader.client.internal.jobs;

import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.TaskContext;
import dev.reader.client.internal.http.Time;
import dev.reader.client.model.Job;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One wait for one job: how to wait, until when, and who is told. Used by the consuming thread of a {@link JobsWait}. */
final class AwaitedJob {
    final String jobId;
    final WaitSettings settings;
    /** The context of the caller, if that is not the consuming thread. */
    final TaskContext context;

    final RetryLimits limits;
    final ProgressNotifier progress;
    final Outcome outcome;

    @Nullable
    volatile Job lastSeen;

    /** Receives how the wait ends, in one call. */
    interface Outcome {
        void ended(Job job);

        /** The wait timed out, or the job can't be read. */
        void failed(RuntimeException failure);
    }

    AwaitedJob(String jobId, WaitSettings settings, TaskContext context, Deadline deadline, Outcome outcome) {
        this.jobId = jobId;
        this.settings = settings;
        this.context = context;
        this.limits = RetryLimits.until(deadline);
        this.progress = new ProgressNotifier(jobId, settings.onProgress());
        this.outcome = outcome;
    }

    static Deadline deadline(WaitSettings settings, Time time) {
        return Deadline.after(settings.timeout(), time);
    }

    Deadline deadline() {
        return limits.deadline();
    }

    /** Returns whether all results of the job fit on one page, as far as is known. */
    boolean fitsOnOnePage(int limit) {
        return lastSeen != null && lastSeen.total() <= limit && lastSeen.completed() <= limit;
    }

    void timedOut(@Nullable Throwable cause) {
        Duration timeout = settings.timeout();
        outcome.failed(new WaitTimeoutException(jobId, timeout, lastSeen, cause));
    }
}
