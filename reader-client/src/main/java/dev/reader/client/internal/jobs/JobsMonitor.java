package dev.reader.client.internal.jobs;

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
import dev.reader.client.internal.paging.PageSource;
import dev.reader.client.internal.paging.Slice;
import dev.reader.client.internal.stream.ReconnectPolicy;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for jobs that are added while it runs, over one connection, and runs requests beside the wait. Retries for ever.
 *
 * <p>The consuming thread calls every method, and all callbacks run on it, within {@link #step}.
 */
public final class JobsMonitor implements JobWatcher.Handler<WorkspaceEvent>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobsMonitor.class);
    private static final ApiRequest EVENTS = ApiRequest.get(Operation.STREAM_EVENTS, "v1", "events");
    private static final RetryLimits LIMITS = RetryLimits.until(Deadline.never());
    private static final int MAX_EARLY_ENDS = 1000;

    private final Transport transport;
    private final ClientResources resources;
    private final Listener listener;
    private final JobWatcher<WorkspaceEvent> watcher;
    private final Map<String, JobWatch> watches = new HashMap<>();
    /** Jobs whose end was told before they were added. */
    private final Set<String> earlyEnds = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_EARLY_ENDS;
        }
    });

    private boolean started;
    private boolean connected;
    private boolean connectedBefore;
    private boolean gaveUp;

    /** Hears of the ends of jobs. */
    public interface Listener {
        /** A job has ended; its record is without results. */
        void ended(Job record);

        /** The record of a job can't be read. */
        void broken(String jobId, ReaderException cause);
    }

    /** @param name what waits, for messages: "the run x" */
    public JobsMonitor(Transport transport, String name, Listener listener) {
        this.transport = transport;
        this.resources = transport.resources();
        this.listener = listener;
        this.watcher = new JobWatcher<>(
                transport,
                name,
                EVENTS,
                ReconnectPolicy.whileAvailable(transport.retryPolicy(), resources.time()),
                new WorkspaceEvents(),
                this);
    }

    /**
     * Adds a job.
     *
     * @param isNew whether it was created just now; else it may have ended before this monitor was connected
     */
    public void add(String jobId, boolean isNew) {
        long now = watcher.now();
        JobWatch watch = watcher.watch(jobId);
        watches.put(jobId, watch);
        if (gaveUp) {
            watch.poll(null, now);
        } else if (earlyEnds.remove(jobId)) {
            watch.endTold(now);
        } else if (connected && isNew) {
            // Whatever the stream told of the job meanwhile was its end, or does not matter.
            watch.connected(now);
            watch.heard(true, now);
        } else if (connected) {
            watch.askAt(now);
        } else {
            watch.started(now);
        }
        if (!started) {
            started = true;
            watcher.startFeed();
        }
    }

    /**
     * Waits for what happens next and handles it.
     *
     * @return false if the deadline has passed
     */
    public boolean step(Deadline deadline) {
        return watcher.step(deadline);
    }

    /** Sends a request on a worker, and passes the response or the failure to the consuming thread. */
    public <T> void ask(Callable<T> question, Consumer<T> onAnswer, Consumer<RuntimeException> onFailure) {
        watcher.ask(1, question, onAnswer, onFailure);
    }

    /**
     * Reads the results of an ended job from the first to the last, and again if they lag behind its record. A worker reads
     * at most one part ahead of the consuming thread.
     *
     * @param onEnd receives the job's last record; not terminal if the job was retried meanwhile
     */
    public void readResults(
            Job ended, Consumer<List<Page>> onPart, Consumer<Job> onEnd, Consumer<RuntimeException> onFailure) {
        watcher.ask(
                1,
                () -> new SettledResults(transport, LIMITS).read(ended, Set.of(), (job, told) -> readOnce(job, onPart)),
                onEnd,
                onFailure);
    }

    private int readOnce(Job job, Consumer<List<Page>> onPart) {
        PageSource<Page> source = new JobCalls(transport).source(job.id());
        int count = 0;
        boolean more = true;
        while (more) {
            Slice<Page> slice = source.fetch(count, PageSource.MAX_LIMIT, LIMITS);
            List<Page> pages = slice.items();
            count += pages.size();
            more = slice.hasMore() && !pages.isEmpty();
            if (!pages.isEmpty()) {
                Queue<Runnable> part = new ArrayDeque<>();
                part.add(() -> onPart.accept(pages));
                watcher.put(part);
            }
        }
        return count;
    }

    @Override
    public void connected() {
        long now = watcher.now();
        connected = true;
        for (JobWatch watch : watches.values()) {
            if (connectedBefore) {
                watch.connected(now);
            } else {
                // The stream tells ends from here on, and need not tell earlier ones.
                watch.askAt(now);
            }
        }
        connectedBefore = true;
    }

    @Override
    public void event(WorkspaceEvent event) {
        if (event instanceof JobProgress progress) {
            JobWatch watch = watches.get(progress.jobId());
            if (progress.status().isTerminal()) {
                endTold(progress.jobId());
            } else if (watch != null) {
                watch.heard(true, watcher.now());
            }
        } else if (event instanceof JobCompleted completed) {
            endTold(completed.jobId());
        } else if (event instanceof JobFailed failed) {
            endTold(failed.jobId());
        }
    }

    private void endTold(String jobId) {
        JobWatch watch = watches.get(jobId);
        if (watch == null) {
            earlyEnds.add(jobId);
        } else {
            watch.endTold(watcher.now());
        }
    }

    @Override
    public void unreadable(String event, String reason) {
        LOG.warn("the event \"{}\" of the workspace's stream was dropped: {}", event, reason);
    }

    @Override
    public void disconnected(ReaderException cause) {
        connected = false;
        LOG.debug("the wait for {} jobs reconnects its stream: {}", watches.size(), cause.getMessage());
    }

    @Override
    public void gaveUp(ReaderException cause) {
        LOG.debug("the workspace's stream is not available, polling: {}", cause.getMessage());
        gaveUp = true;
        watches.values().forEach(watch -> watch.poll(null, watcher.now()));
    }

    @Override
    public Callable<Job> question(JobWatch watch) {
        return () -> new JobCalls(transport).get(watch.jobId(), LIMITS);
    }

    @Override
    public void answered(JobWatch watch, Job record) {
        if (!record.status().isTerminal()) {
            watch.answered(watcher.now());
        } else {
            remove(watch);
            listener.ended(record);
        }
    }

    @Override
    public void notAnswered(JobWatch watch, RuntimeException failure) {
        if (!(failure instanceof ReaderException cause) || resources.isClosed()) {
            throw failure;
        }
        remove(watch);
        listener.broken(watch.jobId(), cause);
    }

    private void remove(JobWatch watch) {
        watcher.unwatch(watch);
        watches.remove(watch.jobId());
    }

    @Override
    public void close() {
        watcher.close();
    }
}
