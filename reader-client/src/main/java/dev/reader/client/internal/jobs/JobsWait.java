package dev.reader.client.internal.jobs;

import dev.reader.client.ReaderListener.EndMeans;
import dev.reader.client.ReaderListener.JobEnded;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.event.WorkspaceEvent.JobProgress;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.http.Operation;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.stream.ReconnectPolicy;
import dev.reader.client.model.Job;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for many jobs over one connection, the workspace's stream, on the calling thread. Each job is asked for once when
 * the stream stands, and from then on only for a reason. Serves one wait.
 *
 * @param <O> the outcome of a job
 */
public final class JobsWait<O> implements JobWatcher.Handler<WorkspaceEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(JobsWait.class);
    private static final ApiRequest EVENTS = ApiRequest.get(Operation.STREAM_EVENTS, "v1", "events");

    private final Transport transport;
    private final ClientResources resources;
    private final Set<String> jobIds;
    private final WaitSettings settings;
    private final Function<Job, O> onEnd;
    private final Function<ReaderException, O> onFailure;
    private final Deadline deadline;
    private final RetryLimits limits;
    private final JobWatcher<WorkspaceEvent> watcher;
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private final Map<String, O> outcomes = new HashMap<>();
    private boolean connectedBefore;
    private int ended;

    /** A job that is waited for. */
    private static final class Pending {
        private final JobWatch watch;
        private final ProgressNotifier progress;
        private @Nullable Job lastSeen;

        Pending(JobWatch watch, ProgressNotifier progress) {
            this.watch = watch;
            this.progress = progress;
        }
    }

    public JobsWait(
            Transport transport,
            Set<String> jobIds,
            WaitSettings settings,
            Function<Job, O> onEnd,
            Function<ReaderException, O> onFailure) {
        this.transport = transport;
        this.resources = transport.resources();
        this.jobIds = jobIds;
        this.settings = settings;
        this.onEnd = onEnd;
        this.onFailure = onFailure;
        this.deadline = Deadline.after(settings.timeout(), resources.time());
        this.limits = RetryLimits.until(deadline);
        this.watcher = new JobWatcher<>(
                transport,
                jobIds.size() + " jobs",
                EVENTS,
                ReconnectPolicy.whileAvailable(transport.retryPolicy(), resources.time()),
                new WorkspaceEvents(),
                () -> limits,
                this);
    }

    /** Waits until all jobs are settled, or the deadline passes; returns the outcomes in the order of the ids. */
    public Map<String, O> await() {
        resources.checkOpen();
        WaitReport report = new WaitReport(resources, "waitForJobs", jobIds);
        try {
            awaitAll();
            report.ended(ended, null);
        } catch (RuntimeException | Error e) {
            report.ended(ended, e);
            throw e;
        }
        Map<String, O> ordered = new LinkedHashMap<>();
        jobIds.forEach(jobId -> ordered.put(jobId, outcomes.get(jobId)));
        return ordered;
    }

    private void awaitAll() {
        try (watcher) {
            watcher.checkNotInterrupted();
            for (String jobId : jobIds) {
                JobWatch watch = watcher.watch(jobId);
                pending.put(jobId, new Pending(watch, new ProgressNotifier(jobId, settings.onProgress())));
                if (settings.pollInterval() == null) {
                    watch.started(watcher.now());
                } else {
                    watch.poll(settings.pollInterval(), watcher.now());
                }
            }
            if (settings.pollInterval() == null && !pending.isEmpty()) {
                watcher.startFeed();
            }
            boolean inTime = true;
            while (inTime && !pending.isEmpty()) {
                inTime = watcher.step(deadline);
            }
        }
        pending.forEach((jobId, job) -> outcomes.put(
                jobId, onFailure.apply(new WaitTimeoutException(jobId, settings.timeout(), job.lastSeen, null))));
    }

    @Override
    public void connected() {
        long now = watcher.now();
        for (Pending job : pending.values()) {
            if (connectedBefore) {
                job.watch.connected(now);
            } else {
                // The stream tells ends from here on, and need not tell earlier ones.
                job.watch.askAt(now);
            }
        }
        connectedBefore = true;
    }

    @Override
    public void event(WorkspaceEvent event) {
        if (event instanceof JobProgress progress) {
            Pending job = pending.get(progress.jobId());
            if (job == null) {
                return;
            }
            boolean isNew = job.progress.report(progress.status(), progress.completed(), progress.total());
            if (progress.status().isTerminal()) {
                job.watch.endTold(watcher.now());
            } else {
                job.watch.heard(isNew, watcher.now());
            }
        } else if (event instanceof JobCompleted completed) {
            resources.jobs().note(completed.jobId(), true, completed.creditsUsed());
            endTold(completed.jobId());
        } else if (event instanceof JobFailed failed) {
            resources.jobs().note(failed.jobId(), true, null);
            endTold(failed.jobId());
        }
    }

    private void endTold(String jobId) {
        Pending job = pending.get(jobId);
        if (job != null) {
            job.watch.endTold(watcher.now());
        }
    }

    @Override
    public void unreadable(String event, String reason) {
        LOG.warn("the event \"{}\" of the workspace's stream was dropped: {}", event, reason);
    }

    @Override
    public void disconnected(ReaderException cause) {
        LOG.debug("the wait for {} jobs reconnects its stream: {}", pending.size(), cause.getMessage());
    }

    @Override
    public void gaveUp(ReaderException cause) {
        LOG.debug("the workspace's stream is not available, polling: {}", cause.getMessage());
        pending.values().forEach(job -> job.watch.poll(null, watcher.now()));
    }

    @Override
    public void answered(JobWatch watch, Job record) {
        Pending job = pending.get(watch.jobId());
        if (job == null) {
            return;
        }
        job.lastSeen = record;
        job.progress.report(record.status(), record.completed(), record.total());
        if (!record.status().isTerminal()) {
            watch.answered(watcher.now());
            return;
        }
        ended++;
        EndMeans means = watch.means();
        resources
                .notifier()
                .notify(listener -> listener.onJobEnded(new JobEnded(watch.jobId(), record.status(), means)));
        if (settings.collectResults()) {
            collect(watch, record);
        } else {
            settle(watch.jobId(), onEnd.apply(record));
        }
    }

    private void collect(JobWatch watch, Job record) {
        watcher.ask(
                () -> new SettledResults(transport, limits).collect(record, Set.of()),
                job -> {
                    if (job.status().isTerminal()) {
                        settle(watch.jobId(), onEnd.apply(job));
                    } else {
                        ended--;
                        answered(watch, job);
                    }
                },
                failure -> notAnswered(watch, failure));
    }

    @Override
    public void notAnswered(JobWatch watch, RuntimeException failure) {
        if (failure instanceof DeadlineException) {
            // The wait ends by the same deadline, as every job that is still pending.
            return;
        }
        if (!(failure instanceof ReaderException cause) || resources.isClosed()) {
            throw failure;
        }
        settle(watch.jobId(), onFailure.apply(cause));
    }

    private void settle(String jobId, O outcome) {
        watcher.unwatch(jobId);
        pending.remove(jobId);
        outcomes.put(jobId, outcome);
    }
}
