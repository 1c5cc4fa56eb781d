package dev.reader.client.internal.jobs;

import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.event.WorkspaceEvent.JobProgress;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.Operation;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.stream.ReconnectPolicy;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the workspace's stream until it is closed or refused, and asks after each gap for the jobs that were running.
 *
 * <p>A worker of the client calls the listener; {@link #open} starts it, {@link #close} or the closing of the client ends
 * it. It blocks on the listener and on its inputs; the stream and the questions have workers of their own.
 */
public final class EventSubscription implements JobWatcher.Handler<WorkspaceEvent>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubscription.class);
    private static final ApiRequest EVENTS = ApiRequest.get(Operation.STREAM_EVENTS, "v1", "events");

    /** How soon the end of a job follows its progress if the server repeats both. */
    private static final Duration REPETITION = Duration.ofSeconds(2);

    private final ClientResources resources;
    private final JobCalls calls;
    private final Listener listener;
    private final JobWatcher<WorkspaceEvent> watcher;
    private final JobEnds ends = new JobEnds();
    private final Map<String, JobWatch> watches = new HashMap<>();
    private final Set<String> gapQuestions = new HashSet<>();
    private final Set<String> warned = new HashSet<>();
    private boolean connected;
    private boolean gap;
    private long gapStart;
    private @Nullable Duration endedGap;
    private boolean refusalLogged;
    private volatile boolean closed;

    /** Receives the events of the workspace, one call at a time. Its exceptions are logged. */
    public interface Listener {
        void onEvent(WorkspaceEvent event);

        default void onConnected() {}

        default void onDisconnected(ReaderException cause) {}

        default void onRecovered(Duration gap) {}

        void onEnded(ReaderException cause);
    }

    EventSubscription(Transport transport, Listener listener) {
        this.resources = transport.resources();
        this.calls = new JobCalls(transport);
        this.listener = listener;
        this.gapStart = resources.time().nanos();
        this.watcher = new JobWatcher<>(
                transport,
                "the workspace's events",
                EVENTS,
                ReconnectPolicy.forever(
                        transport.settings().maxRetryAfter(), transport.retryPolicy(), resources.time()),
                new WorkspaceEvents(),
                this);
    }

    public static EventSubscription open(Transport transport, Listener listener) {
        transport.resources().checkOpen();
        EventSubscription subscription = new EventSubscription(transport, listener);
        subscription.start();
        transport.resources().execute(subscription::run);
        return subscription;
    }

    void start() {
        watcher.startFeed();
    }

    /** Waits for what happens next, until a deadline at most, and handles it. */
    void step(Deadline deadline) {
        watcher.step(deadline);
    }

    /** Runs an action once when {@link #step} has something to handle. */
    void onReady(Runnable action) {
        watcher.onReady(action);
    }

    private void run() {
        try {
            while (!closed) {
                step(Deadline.never());
            }
        } catch (Throwable e) {
            if (isOpen()) {
                LOG.error("the subscription to the workspace's events failed", e);
            } else {
                LOG.debug("the subscription to the workspace's events was closed: {}", e.toString());
            }
        } finally {
            close();
        }
    }

    /** {@return whether events are listened for} */
    public boolean isOpen() {
        return !closed && !resources.isClosed();
    }

    @Override
    public void close() {
        closed = true;
        watcher.close();
    }

    @Override
    public void connected() {
        ends.connected();
        connected = true;
        refusalLogged = false;
        notify("onConnected", listener::onConnected);
        if (gap) {
            gap = false;
            endedGap = Duration.ofNanos(watcher.now() - gapStart);
            for (String jobId : ends.running()) {
                gapQuestions.add(jobId);
                watch(jobId).askAt(watcher.now());
            }
            reportRecovery();
        }
    }

    private JobWatch watch(String jobId) {
        return watches.computeIfAbsent(jobId, watcher::watch);
    }

    private void unwatch(String jobId) {
        JobWatch watch = watches.remove(jobId);
        if (watch != null) {
            watcher.unwatch(watch);
        }
        if (gapQuestions.remove(jobId)) {
            reportRecovery();
        }
    }

    /** Reports the end of a gap once every job that was running has been asked for. */
    private void reportRecovery() {
        Duration duration = endedGap;
        if (duration != null && connected && gapQuestions.isEmpty()) {
            endedGap = null;
            notify("onRecovered", () -> listener.onRecovered(duration));
        }
    }

    @Override
    public void disconnected(ReaderException cause) {
        if (!refusalLogged && cause instanceof ReaderApiException) {
            refusalLogged = true;
            LOG.warn("the workspace's events are refused, retrying: {}", cause.getMessage());
        }
        beginGap(cause);
    }

    private void beginGap(ReaderException cause) {
        if (!gap) {
            gap = true;
            if (connected && endedGap == null) {
                gapStart = watcher.now();
            }
            connected = false;
            notify("onDisconnected", () -> listener.onDisconnected(cause));
        }
    }

    @Override
    public void gaveUp(ReaderException cause) {
        LOG.warn("the subscription to the workspace's events has ended: {}", cause.getMessage());
        beginGap(cause);
        notify("onEnded", () -> listener.onEnded(cause));
        close();
    }

    @Override
    public void event(WorkspaceEvent event) {
        if (event instanceof JobProgress progress) {
            progressed(progress);
            notify("job:progress", () -> listener.onEvent(event));
        } else if (event instanceof JobCompleted completed) {
            resources.jobs().note(completed.jobId(), true, completed.creditsUsed());
            ended(completed.jobId(), event);
        } else if (event instanceof JobFailed failed) {
            resources.jobs().note(failed.jobId(), true, null);
            ended(failed.jobId(), event);
        } else if (event instanceof WorkspaceEvent.Unknown unknown) {
            notify(unknown.name(), () -> listener.onEvent(event));
        }
    }

    private void progressed(JobProgress progress) {
        String jobId = progress.jobId();
        if (progress.status().equals(JobStatus.CANCELLED)) {
            // No further event is documented for a cancelled job.
            ends.forget(jobId);
            unwatch(jobId);
        } else if (!progress.status().isTerminal() && !ends.progressed(jobId) && !watches.containsKey(jobId)) {
            // In a repetition the known end follows at once; a job that was retried goes on running.
            watch(jobId).askAt(watcher.now() + REPETITION.toNanos());
        }
    }

    private void ended(String jobId, WorkspaceEvent event) {
        if (ends.ended(jobId, event)) {
            notifyEnd(event);
        }
        unwatch(jobId);
    }

    private void notifyEnd(WorkspaceEvent event) {
        notify(event instanceof JobFailed ? "job:failed" : "job:completed", () -> listener.onEvent(event));
    }

    @Override
    public Callable<Job> question(JobWatch watch) {
        return () -> calls.get(watch.jobId(), RetryLimits.SLOWED_BY_RATE_LIMITS);
    }

    @Override
    public void answered(JobWatch watch, Job job) {
        if (watches.get(job.id()) != watch) {
            return;
        }
        if (!job.status().isTerminal()) {
            ends.runs(job.id());
        } else {
            WorkspaceEvent end = end(job);
            if (ends.foundEnded(job.id(), end)) {
                notifyEnd(end);
            }
        }
        unwatch(job.id());
    }

    private static WorkspaceEvent end(Job job) {
        if (job.status().equals(JobStatus.FAILED)) {
            return new JobFailed(job.id(), job.error() == null ? "" : job.error());
        }
        Integer credits = job.creditsUsed();
        return new JobCompleted(job.id(), job.status(), job.completed(), job.total(), credits == null ? 0 : credits);
    }

    @Override
    public void notAnswered(JobWatch watch, RuntimeException failure) {
        String jobId = watch.jobId();
        if (failure instanceof NotFoundException) {
            LOG.debug("job {}, which was running, does not exist any more", jobId);
            ends.forget(jobId);
            unwatch(jobId);
            return;
        }
        if (isOpen() && warned.add(jobId)) {
            LOG.warn("job {} can't be read after a gap, retrying: {}", jobId, failure.getMessage());
        }
        watch.answered(watcher.now());
        if (gapQuestions.remove(jobId)) {
            reportRecovery();
        }
    }

    @Override
    public void unreadable(String event, String reason) {
        LOG.warn("the event \"{}\" of the workspace's stream was dropped: {}", event, reason);
    }

    private void notify(String name, Runnable call) {
        if (closed) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            if (warned.add(name)) {
                LOG.warn("the workspace listener failed at {}; further failures there are not logged", name, e);
            }
        }
    }
}
