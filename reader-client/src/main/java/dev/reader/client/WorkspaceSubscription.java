package dev.reader.client;

import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.event.WorkspaceEvent.JobProgress;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A standing subscription to what happens in the workspace (docs/reader-api.md §4). It is kept up until it, or the client,
 * is closed.
 *
 * <p>A lost connection is opened again with growing pauses, for ever. Then the jobs that had been seen running are asked
 * for, one request each, so that the end of each is told, and told once.
 */
public final class WorkspaceSubscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkspaceSubscription.class);

    private final Transport transport;
    private final Jobs jobs;
    private final WorkspaceListener listener;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;
    private @Nullable Future<?> worker;

    private WorkspaceSubscription(Transport transport, WorkspaceListener listener) {
        this.transport = transport;
        this.jobs = new Jobs(transport);
        this.listener = listener;
    }

    /**
     * Begins to listen, on a worker of the client's. The worker is a daemon thread. It blocks on the network, on pauses
     * between connections, and on the listener; {@link #close} or the closing of the client end it by an interrupt.
     */
    static WorkspaceSubscription open(Transport transport, WorkspaceListener listener) {
        WorkspaceSubscription subscription = new WorkspaceSubscription(transport, listener);
        transport.resources().checkOpen();
        subscription.worker = Paging.submit(transport.resources(), subscription::listen);
        return subscription;
    }

    private @Nullable Void listen() {
        thread = Thread.currentThread();
        try {
            WorkspaceFeed.forEver(transport, new Teller()).run();
        } catch (Throwable e) {
            // also an Error: there is nobody else to hear of it
            if (isOpen()) {
                LOG.error("the subscription to the workspace has ended", e);
            } else {
                LOG.debug("the subscription to the workspace was closed: {}", e.toString());
            }
        } finally {
            closed = true;
        }
        return null;
    }

    /** {@return whether events are listened for; false from {@link #close} on, here or of the client} */
    public boolean isOpen() {
        return !closed && !transport.resources().isClosed();
    }

    /**
     * Ends the subscription. Returns at once; an event that the listener is at may still be under way then, and none
     * follows. May be called from any thread, also by the listener itself. A second call does nothing.
     */
    @Override
    public void close() {
        closed = true;
        Future<?> listening = worker;
        // The listener's own thread sees it when the listener returns, and needs no interrupt.
        if (listening != null && Thread.currentThread() != thread) {
            listening.cancel(true);
        }
    }

    /** Tells the listener; used by the worker. */
    private final class Teller implements WorkspaceFeed.Subscriber {
        private final JobEnds ends = new JobEnds();
        private final Set<String> warned = new HashSet<>();
        private boolean refusalTold;

        @Override
        public boolean wantsMore() {
            return !closed;
        }

        @Override
        public void connected() {
            ends.connected();
            refusalTold = false;
            tell("onConnected", listener::onConnected);
        }

        @Override
        public void disconnected(ReaderException cause) {
            if (cause instanceof ReaderApiException && !refusalTold) {
                refusalTold = true;
                LOG.warn("the subscription to the workspace is refused, and asked for again: {}", cause.getMessage());
            }
            tell("onDisconnected", () -> listener.onDisconnected(cause));
        }

        @Override
        public void recovered(Duration gap) {
            for (String jobId : ends.running()) {
                Job job = job(jobId);
                if (job == null) {
                    ends.forget(jobId);
                } else if (job.status().isTerminal()) {
                    tellIfNew(ends.foundEnded(jobId), end(job));
                }
            }
            tell("onRecovered", () -> listener.onRecovered(gap));
        }

        @Override
        public void event(WorkspaceEvent event) {
            if (event instanceof JobProgress progress) {
                ends.progressed(progress, this::isOver);
                tell("job:progress", () -> listener.onEvent(event));
            } else if (event instanceof JobCompleted completed) {
                tellIfNew(ends.ended(completed.jobId()), event);
            } else if (event instanceof JobFailed failed) {
                tellIfNew(ends.ended(failed.jobId()), event);
            } else if (event instanceof WorkspaceEvent.Unknown unknown) {
                tell(unknown.name(), () -> listener.onEvent(event));
            }
        }

        private void tellIfNew(boolean isNew, WorkspaceEvent event) {
            if (isNew) {
                tell(event instanceof JobFailed ? "job:failed" : "job:completed", () -> listener.onEvent(event));
            }
        }

        private WorkspaceEvent end(Job job) {
            if (job.status().equals(JobStatus.FAILED)) {
                return new JobFailed(job.id(), job.error() == null ? "" : job.error());
            }
            Integer credits = job.creditsUsed();
            return new JobCompleted(
                    job.id(), job.status(), job.completed(), job.total(), credits == null ? 0 : credits);
        }

        private boolean isOver(String jobId) {
            Job job = job(jobId);
            return job == null || job.status().isTerminal();
        }

        /** Asks for a job until the server says something about it; null if it can't be had. */
        private @Nullable Job job(String jobId) {
            try {
                return jobs.get(
                        jobId,
                        Patience.lasting(
                                Patience.LONGEST, transport.resources().time().nanos()));
            } catch (NotFoundException e) {
                LOG.debug("job {}, which had been running, is gone", jobId);
                return null;
            } catch (ReaderApiException e) {
                LOG.warn("whether job {} has ended can't be told: {}", jobId, e.getMessage());
                return null;
            }
        }

        private void tell(String name, Runnable call) {
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
}
