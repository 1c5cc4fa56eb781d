package dev.reader.client.internal.jobs;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.event.JobEvent.Progress;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.stream.ReconnectPolicy;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Waits for one job on the calling thread. Serves one wait. */
public final class JobWait {
    private static final Duration GRACE = Duration.ofMillis(100);

    private final Transport transport;
    private final String jobId;
    private final WaitSettings settings;
    private final Deadline deadline;
    private final RetryLimits limits;
    private final ProgressNotifier progress;
    private final List<Page> streamed = new ArrayList<>();
    private @Nullable Job lastSeen;

    public JobWait(Transport transport, String jobId, WaitSettings settings) {
        this.transport = transport;
        this.jobId = jobId;
        this.settings = settings;
        this.deadline = Deadline.after(settings.timeout(), transport.resources().time());
        this.limits = RetryLimits.until(deadline);
        this.progress = new ProgressNotifier(jobId, settings.onProgress());
    }

    /**
     * Waits until the job is over.
     *
     * @throws JobFailedException if the job ends as failed or cancelled
     * @throws WaitTimeoutException if the deadline passes
     */
    public Job await() {
        transport.resources().checkOpen();
        WaitReport report = new WaitReport(transport.resources(), "waitForJob", Set.of(jobId));
        try {
            Job ended = awaitCompleted();
            report.ended(1, null);
            return ended;
        } catch (RuntimeException | Error e) {
            report.ended(lastSeen != null && lastSeen.status().isTerminal() ? 1 : 0, e);
            throw e;
        }
    }

    private Job awaitCompleted() {
        ReconnectPolicy policy = ReconnectPolicy.whileAvailable(
                transport.retryPolicy(), transport.resources().time());
        try (JobFollower follower =
                new JobFollower(transport, jobId, new JobFollower.Mode(true, true), policy, () -> limits)) {
            if (settings.pollInterval() == null) {
                follower.listen();
            } else {
                follower.poll(settings.pollInterval());
            }
            Job ended = awaitEnd(follower);
            if (!ended.status().equals(JobStatus.COMPLETED)) {
                throw new JobFailedException(ended);
            }
            return ended;
        } catch (DeadlineException e) {
            throw new WaitTimeoutException(jobId, settings.timeout(), lastSeen, e.getCause());
        }
    }

    private Job awaitEnd(JobFollower follower) {
        while (true) {
            Job record = follow(follower);
            progress.report(record.status(), record.completed(), record.total());
            if (!settings.collectResults()) {
                return record;
            }
            if (follower.streamIsComplete()) {
                return record.withResults(streamed);
            }
            streamed.clear();
            Job settled = new SettledResults(transport, limits)
                    .collect(record, follower.pages().urls());
            if (settled.status().isTerminal()) {
                return settled;
            }
            progress.restart();
            follower.reopen();
        }
    }

    /** Waits until the record says that the job is over, and returns it. */
    private Job follow(JobFollower follower) {
        while (true) {
            JobEvent event = follower.next(deadline);
            if (event instanceof Progress seen) {
                lastSeen = new Job(
                        jobId,
                        seen.status(),
                        null,
                        seen.total(),
                        seen.completed(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        Map.of());
                progress.report(seen.status(), seen.completed(), seen.total());
            } else if (event instanceof PageReady ready) {
                keep(ready.page(), follower);
            } else if (follower.isOver()) {
                Job record = Objects.requireNonNull(follower.record());
                lastSeen = record;
                return record;
            } else if (event == null) {
                // A question that is under way ends by the same deadline, with its last failure.
                follower.watcher()
                        .awaitAnswers(
                                Deadline.after(GRACE, transport.resources().time()));
                throw new WaitTimeoutException(jobId, settings.timeout(), lastSeen, null);
            }
        }
    }

    private void keep(Page page, JobFollower follower) {
        if (settings.collectResults() && follower.pages().isRegular()) {
            streamed.add(page);
        } else {
            // The results will be read anyway.
            streamed.clear();
        }
    }
}
