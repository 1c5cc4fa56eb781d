package dev.reader.client.internal.jobs;

import dev.reader.client.ReaderListener.EndMeans;
import dev.reader.client.ReaderListener.JobEnded;
import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.event.WorkspaceEvent.JobProgress;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.http.Operation;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.PageSource;
import dev.reader.client.internal.paging.ResultCollector;
import dev.reader.client.internal.stream.ReconnectPolicy;
import dev.reader.client.model.Job;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for jobs over one connection, the workspace's stream. Each job is asked for once when the stream stands, and from
 * then on only for a reason. Jobs can be added and removed at any time; each has its own deadline.
 *
 * <p>Used by one consuming thread: the calling thread of {@link WaitForJobs} or of a {@link JobsMonitor}, or the worker of
 * {@link JobWaits}. Only {@link #post} and {@link #close} may come from any thread.
 */
final class JobsWait implements JobWatcher.Handler<WorkspaceEvent>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobsWait.class);
    private static final ApiRequest EVENTS = ApiRequest.get(Operation.STREAM_EVENTS, "v1", "events");
    private static final Duration GRACE = Duration.ofMillis(100);
    private static final int MAX_EARLY_ENDS = 1000;

    private final Transport transport;
    private final ClientResources resources;
    private final JobCalls calls;
    private final JobWatcher<WorkspaceEvent> watcher;
    private final AwaitedJobs jobs = new AwaitedJobs();
    /** Jobs whose end was told before they were added. */
    private final Set<String> earlyEnds = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_EARLY_ENDS;
        }
    });

    private boolean feedStarted;
    private boolean connected;
    private boolean connectedBefore;
    private boolean unavailable;
    private int ended;

    JobsWait(Transport transport, String name) {
        this.transport = transport;
        this.resources = transport.resources();
        this.calls = new JobCalls(transport);
        this.watcher = new JobWatcher<>(
                transport,
                name,
                EVENTS,
                ReconnectPolicy.whileAvailable(transport.retryPolicy(), resources.time()),
                new WorkspaceEvents(),
                this);
    }

    void checkNotInterrupted() {
        watcher.checkNotInterrupted();
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** {@return how many jobs have ended} */
    int ended() {
        return ended;
    }

    /** {@return what asks questions beside the wait} */
    JobWatcher<WorkspaceEvent> watcher() {
        return watcher;
    }

    /** Runs an action on the consuming thread. */
    void post(Runnable action) {
        watcher.post(action);
    }

    void add(AwaitedJob job) {
        add(job, false);
    }

    /**
     * Adds a job.
     *
     * @param isNew whether it was created just now; else it may have ended before the stream stood, and is asked for
     */
    void add(AwaitedJob job, boolean isNew) {
        JobWatch watch = watcher.watch(job.jobId);
        jobs.put(watch, job);
        Duration pollInterval = job.settings.pollInterval();
        if (pollInterval != null || unavailable) {
            watch.poll(pollInterval, watcher.now());
            return;
        }
        long now = watcher.now();
        watch.started(now);
        if (isNew && earlyEnds.remove(job.jobId)) {
            watch.endTold(now);
        } else if (isNew && connected) {
            // Whatever the stream told of the job meanwhile was its end, or does not matter.
            watch.connected(now);
            watch.heard(true, now);
        } else if (connected) {
            standing(watch);
        } else if (!feedStarted) {
            feedStarted = true;
            watcher.startFeed();
        }
    }

    /** Stops to wait for a job, if it is still waited for. */
    void remove(AwaitedJob job) {
        for (JobWatch watch : List.copyOf(jobs.watchesOf(job.jobId))) {
            if (jobs.find(watch) == job) {
                remove(watch);
            }
        }
    }

    private @Nullable AwaitedJob remove(JobWatch watch) {
        watcher.unwatch(watch);
        return jobs.remove(watch);
    }

    /** Waits for what happens next, or for the next deadline, and handles it. */
    void step() {
        step(Deadline.never());
    }

    /** As {@link #step()}, but waits until a limit at most. */
    void step(Deadline limit) {
        Deadline next = jobs.deadline();
        if (!next.hasPassed()) {
            watcher.step(next.orSooner(limit));
            return;
        }
        List<JobWatch> late = jobs.late();
        if (late.stream().anyMatch(JobWatch::isWaitingForAnswer)) {
            // A question that is under way ends by the same deadline, with its last failure.
            watcher.awaitAnswers(Deadline.after(GRACE, resources.time()));
        }
        for (JobWatch watch : late) {
            AwaitedJob job = remove(watch);
            if (job != null) {
                job.timedOut(null);
            }
        }
    }

    /** The stream of the job stands: it tells ends from here on, and need not tell earlier ones. */
    private void standing(JobWatch watch) {
        watch.askAt(watcher.now());
    }

    @Override
    public void connected() {
        long now = watcher.now();
        connected = true;
        for (JobWatch watch : jobs.watches()) {
            if (!watch.isPolling()) {
                if (connectedBefore && watch.wasAnswered()) {
                    watch.connected(now);
                } else {
                    standing(watch);
                }
            }
        }
        connectedBefore = true;
    }

    @Override
    public void event(WorkspaceEvent event) {
        if (event instanceof JobProgress progress) {
            for (JobWatch watch : jobs.watchesOf(progress.jobId())) {
                boolean isNew =
                        jobs.get(watch).progress.report(progress.status(), progress.completed(), progress.total());
                if (!progress.status().isTerminal()) {
                    watch.heard(isNew, watcher.now());
                }
            }
            if (progress.status().isTerminal()) {
                endTold(progress.jobId());
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
        List<JobWatch> told = jobs.watchesOf(jobId);
        told.forEach(watch -> watch.endTold(watcher.now()));
        if (told.isEmpty()) {
            earlyEnds.add(jobId);
        }
    }

    @Override
    public void unreadable(String event, String reason) {
        LOG.warn("the event \"{}\" of the workspace's stream was dropped: {}", event, reason);
    }

    @Override
    public void disconnected(ReaderException cause) {
        connected = false;
        LOG.debug(
                "the wait for {} jobs reconnects its stream: {}", jobs.watches().size(), cause.getMessage());
    }

    @Override
    public void gaveUp(ReaderException cause) {
        LOG.debug("the workspace's stream is not available, polling: {}", cause.getMessage());
        connected = false;
        unavailable = true;
        for (JobWatch watch : jobs.watches()) {
            if (!watch.isPolling()) {
                watch.poll(null, watcher.now());
            }
        }
    }

    @Override
    public Callable<Job> question(JobWatch watch) {
        AwaitedJob job = jobs.get(watch);
        boolean withResults =
                watch.isEndTold() && job.settings.collectResults() && job.fitsOnOnePage(PageSource.MAX_LIMIT);
        return job.context.wrap(
                withResults
                        ? () -> calls.withFirstResults(watch.jobId(), job.limits)
                        : () -> calls.get(watch.jobId(), job.limits));
    }

    @Override
    public void answered(JobWatch watch, Job record) {
        AwaitedJob job = jobs.find(watch);
        if (job == null) {
            return;
        }
        Job seen = record.withResults(List.of());
        job.lastSeen = seen;
        job.progress.report(record.status(), record.completed(), record.total());
        if (!record.status().isTerminal()) {
            watch.answered(watcher.now());
            return;
        }
        ended++;
        EndMeans means = watch.means();
        JobEnded end = new JobEnded(watch.jobId(), record.status(), means);
        job.context.run(() -> resources.notifier().notify(listener -> listener.onJobEnded(end)));
        if (!job.settings.collectResults()) {
            settle(watch, seen);
        } else if (!record.results().isEmpty() && SettledResults.areComplete(record, Set.of())) {
            settle(watch, record);
        } else {
            collect(watch, job, seen);
        }
    }

    private void collect(JobWatch watch, AwaitedJob job, Job record) {
        watcher.ask(
                ResultCollector.workers(record.completed()),
                job.context.wrap(() -> new SettledResults(transport, job.limits).collect(record, Set.of())),
                collected -> {
                    if (jobs.find(watch) == null) {
                        return;
                    }
                    if (collected.status().isTerminal()) {
                        settle(watch, collected);
                    } else {
                        ended--;
                        answered(watch, collected);
                    }
                },
                failure -> notAnswered(watch, failure));
    }

    @Override
    public void notAnswered(JobWatch watch, RuntimeException failure) {
        AwaitedJob job = jobs.find(watch);
        if (job == null) {
            return;
        }
        if (resources.isClosed()) {
            throw failure;
        }
        remove(watch);
        if (failure instanceof DeadlineException) {
            job.timedOut(failure.getCause());
        } else {
            job.outcome.failed(failure);
        }
    }

    private void settle(JobWatch watch, Job ended) {
        AwaitedJob job = remove(watch);
        if (job != null) {
            job.outcome.ended(ended);
        }
    }

    @Override
    public void close() {
        watcher.close();
    }
}
