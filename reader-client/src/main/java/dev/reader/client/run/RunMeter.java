package dev.reader.client.run;

import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts what a run stores, and reports it at most once a second. Not thread-safe. */
final class RunMeter {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final double NANOS_PER_MINUTE = Duration.ofMinutes(1).toNanos();

    private final RunConfig run;
    private final Time time;
    private final long urls;
    private final long start;
    private final long storedBefore;
    private long stored;
    private long failed;
    private Deadline next;

    RunMeter(RunConfig run) {
        this.run = run;
        this.time = run.transport().resources().time();
        RunRecord record = BatchRun.require(run);
        RunTotals totals = run.ledger().totals(run.runId());
        urls = record.urls();
        storedBefore = totals.stored();
        stored = totals.stored();
        failed = totals.failed();
        start = time.nanos();
        next = Deadline.after(Duration.ZERO, time);
    }

    void noted(PartNotes notes) {
        stored += notes.stored().size();
    }

    /** Reports the progress if it is time to. */
    void report(int activeJobs) {
        if (next.hasPassed()) {
            reportNow(activeJobs);
        }
    }

    void reportNow(int activeJobs) {
        next = Deadline.after(INTERVAL, time);
        failed = run.ledger().totals(run.runId()).failed();
        double minutes = Math.max(1, time.nanos() - start) / NANOS_PER_MINUTE;
        double perMinute = (stored - storedBefore) / minutes;
        long spent = BatchRun.require(run).spent();
        run.onProgress()
                .accept(new RunProgress(
                        run.runId(), urls, stored, failed, activeJobs, spent, perMinute, timeLeft(perMinute)));
    }

    private @Nullable Duration timeLeft(double perMinute) {
        long left = Math.max(0, urls - stored - failed);
        return perMinute <= 0 ? null : Duration.ofSeconds(Math.round(60 * left / perMinute));
    }
}
