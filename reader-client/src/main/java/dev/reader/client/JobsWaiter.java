package dev.reader.client;

import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobProgress;
import dev.reader.client.model.Page;
import dev.reader.client.model.ResultPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for many jobs on the workspace's stream. Made for one wait, and used by the thread that waits, which also reads
 * the stream: once it stands, every job is asked for once, and from then on what the stream tells is enough. While a job
 * is asked for, the stream waits in the connection.
 */
final class JobsWaiter implements WorkspaceFeed.Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(JobsWaiter.class);

    private final Transport transport;
    private final Jobs jobs;
    private final ClientResources resources;
    private final Set<String> all;
    private final Set<String> pending;
    private final WaitOptions options;
    private final long start;
    private final Patience patience;
    private final Map<String, JobOutcome> outcomes = new HashMap<>();
    private final Map<String, Job> last = new HashMap<>();
    private final Map<String, JobProgress> told = new HashMap<>();

    JobsWaiter(Transport transport, Set<String> jobIds, WaitOptions options) {
        this.transport = transport;
        this.jobs = new Jobs(transport);
        this.resources = transport.resources();
        this.all = jobIds;
        this.pending = new LinkedHashSet<>(jobIds);
        this.options = options;
        this.start = resources.time().nanos();
        this.patience = Patience.lasting(options.timeout(), start);
    }

    Map<String, JobOutcome> await() {
        try {
            if (wantsMore() && options.pollInterval() == null) {
                listen();
            }
            poll();
        } catch (DeadlineException e) {
            for (String jobId : pending) {
                outcomes.put(
                        jobId,
                        new JobOutcome.Broken(
                                new WaitTimeoutException(jobId, options.timeout(), last.get(jobId), e.getCause())));
            }
        }
        Map<String, JobOutcome> ordered = new LinkedHashMap<>();
        all.forEach(jobId -> ordered.put(jobId, outcomes.get(jobId)));
        return ordered;
    }

    private void listen() {
        ReaderException cause = WorkspaceFeed.within(
                        Reconnects.Limits.whileItCanBeHad(patience.deadlineNanos()), transport, this)
                .run();
        if (cause != null) {
            LOG.debug("the workspace's stream can't be had, going on by polls: {}", cause.getMessage());
        }
    }

    private void poll() {
        while (wantsMore()) {
            askForPending();
            if (wantsMore()) {
                long now = resources.time().nanos();
                Duration interval = options.pollInterval();
                Duration pause = interval == null ? PollPace.after(Duration.ofNanos(now - start)) : interval;
                Duration left = Duration.ofNanos(patience.deadlineNanos() - now);
                resources.pause(left.compareTo(pause) < 0 ? left : pause, "the wait for " + pending.size() + " jobs");
            }
        }
    }

    private void askForPending() {
        for (String jobId : new ArrayList<>(pending)) {
            ask(jobId);
        }
    }

    /** Asks for a job with the first of its results, and settles it if it is over. */
    private void ask(String jobId) {
        ResultPage first = orSettle(
                jobId, () -> jobs.results(jobId, 0, options.collectResults() ? Paging.LARGEST_LIMIT : 1, patience));
        if (first == null) {
            return;
        }
        Job job = first.job();
        last.put(jobId, job);
        tell(new JobProgress(jobId, job.status(), job.completed(), job.total()));
        if (job.status().isTerminal()) {
            List<Page> pages =
                    orSettle(jobId, () -> options.collectResults() ? jobs.collect(jobId, first, patience) : List.of());
            if (pages != null) {
                settle(jobId, new JobOutcome.Ended(job.withResults(pages)));
            }
        }
    }

    /** Returns what was asked for; null if that failed for this job, which is settled then. */
    private <T> @Nullable T orSettle(String jobId, Supplier<T> question) {
        try {
            return question.get();
        } catch (DeadlineException | ReaderInterruptedException e) {
            throw e;
        } catch (ReaderException e) {
            if (resources.isClosed()) {
                throw e;
            }
            settle(jobId, new JobOutcome.Broken(e));
            return null;
        }
    }

    private void settle(String jobId, JobOutcome outcome) {
        pending.remove(jobId);
        outcomes.put(jobId, outcome);
    }

    private void tell(JobProgress progress) {
        if (!progress.equals(told.put(progress.jobId(), progress))) {
            options.onProgress().accept(progress);
        }
    }

    @Override
    public void connected() {
        // Not before the stream stands: what ends from here on is heard.
        askForPending();
    }

    @Override
    public void disconnected(ReaderException cause) {
        LOG.debug("the wait for {} jobs lost its stream: {}", pending.size(), cause.getMessage());
    }

    @Override
    public void recovered(Duration gap) {
        LOG.debug("the wait for {} jobs has its stream again after {} ms", pending.size(), gap.toMillis());
    }

    @Override
    public void event(WorkspaceEvent event) {
        if (event instanceof WorkspaceEvent.JobProgress progress && pending.contains(progress.jobId())) {
            tell(new JobProgress(progress.jobId(), progress.status(), progress.completed(), progress.total()));
        } else if (event instanceof JobCompleted completed) {
            ended(completed.jobId());
        } else if (event instanceof JobFailed failed) {
            ended(failed.jobId());
        }
    }

    private void ended(@Nullable String jobId) {
        if (jobId != null && pending.contains(jobId)) {
            ask(jobId);
        }
    }

    @Override
    public boolean wantsMore() {
        return !pending.isEmpty();
    }
}
