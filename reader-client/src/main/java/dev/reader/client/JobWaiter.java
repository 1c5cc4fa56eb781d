package dev.reader.client;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobProgress;
import dev.reader.client.model.JobStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits for one job. Made for one wait, and used by the thread that waits. */
final class JobWaiter {
    private static final long LONGEST_WAIT_NANOS = Long.MAX_VALUE / 4;

    private final Jobs jobs;
    private final ClientResources resources;
    private final String jobId;
    private final WaitOptions options;
    private final long start;
    private final Patience patience;

    private @Nullable Job last;
    private @Nullable JobProgress told;

    JobWaiter(Jobs jobs, ClientResources resources, String jobId, WaitOptions options) {
        this.jobs = jobs;
        this.resources = resources;
        this.jobId = jobId;
        this.options = options;
        this.start = resources.time().nanos();
        this.patience = Patience.until(start + nanos(options.timeout()));
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(LONGEST_WAIT_NANOS)) > 0 ? LONGEST_WAIT_NANOS : duration.toNanos();
    }

    Job await() {
        try {
            Job job = poll();
            Job ended = options.collectResults() ? job.withResults(collect()) : job;
            if (!ended.status().equals(JobStatus.COMPLETED)) {
                throw new JobFailedException(ended);
            }
            return ended;
        } catch (DeadlineException e) {
            throw new WaitTimeoutException(jobId, options.timeout(), last, e.getCause());
        }
    }

    private Job poll() {
        while (true) {
            Job job = jobs.get(jobId, patience);
            last = job;
            tell(new JobProgress(jobId, job.status(), job.completed(), job.total()));
            if (job.status().isTerminal()) {
                return job;
            }
            pause();
        }
    }

    private void tell(JobProgress progress) {
        if (!progress.equals(told)) {
            told = progress;
            options.onProgress().accept(progress);
        }
    }

    private void pause() {
        long now = resources.time().nanos();
        Duration interval = options.pollInterval();
        Duration pause = interval == null ? PollPace.after(Duration.ofNanos(now - start)) : interval;
        Duration left = Duration.ofNanos(patience.deadlineNanos() - now);
        try {
            if (resources.time().await(resources.closed(), left.compareTo(pause) < 0 ? left : pause)) {
                throw new ReaderConnectionException("the client was closed during a wait", null, false, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReaderInterruptedException("interrupted while waiting for job " + jobId, e);
        }
    }

    private java.util.List<dev.reader.client.model.Page> collect() {
        return new ResultCollector<>(resources, (skip, limit) -> jobs.slice(jobId, skip, limit, patience)).collect();
    }
}
