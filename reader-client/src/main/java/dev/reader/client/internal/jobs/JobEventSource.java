package dev.reader.client.internal.jobs;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.error.StreamBrokenException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.Done;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.publish.Source;
import dev.reader.client.internal.stream.ReconnectPolicy;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of one job, each of its results exactly once: from the stream as they come, and from the results what the
 * stream did not bring. Used by one consuming thread; {@link #close} may come from any thread.
 */
public final class JobEventSource implements Source<JobEvent>, AutoCloseable {
    private static final int EVENTS_PER_BATCH = 100;

    private final Transport transport;
    private final ClientResources resources;
    private final String jobId;
    private final Supplier<RetryLimits> limits;
    private final JobFollower follower;
    private final JobWatcher<JobEvent> watcher;
    private final Queue<JobEvent> events = new ArrayDeque<>();
    private final Deadline passed;
    private boolean reading;
    /** How many results the reading found, and how many of them it delivered; used by its worker. */
    private int resultCount;

    private int delivered;
    private boolean ended;
    private @Nullable Throwable failure;

    /** Starts to listen to a job. */
    public JobEventSource(Transport transport, String jobId) {
        this.transport = transport;
        this.resources = transport.resources();
        this.jobId = jobId;
        this.passed = Deadline.now(resources.time());
        resources.checkOpen();
        Duration reconnectTimeout = transport.settings().streams().reconnectTimeout();
        this.limits = () -> RetryLimits.within(reconnectTimeout, resources.time());
        this.follower = new JobFollower(
                transport,
                jobId,
                new JobFollower.Mode(false, false),
                ReconnectPolicy.untilUnreachableFor(
                        reconnectTimeout,
                        (attempts, cause) -> new StreamBrokenException(jobId, attempts, cause),
                        transport.retryPolicy(),
                        resources.time()),
                limits);
        this.watcher = follower.watcher();
        follower.listen();
    }

    /**
     * Waits for the next event.
     *
     * @return the event; null after the last one, or once this is closed
     */
    public @Nullable JobEvent next() {
        return next(Deadline.never());
    }

    @Override
    public @Nullable JobEvent poll() {
        return next(passed);
    }

    private @Nullable JobEvent next(Deadline deadline) {
        boolean inTime = true;
        while (inTime && events.isEmpty() && !ended && !watcher.isClosed()) {
            if (failure != null) {
                throw rethrown(failure);
            }
            try {
                advance(deadline);
                inTime = !events.isEmpty() || !deadline.hasPassed();
            } catch (ReaderInterruptedException e) {
                // The consumer was interrupted, not the job; a further call goes on.
                throw e;
            } catch (RuntimeException | Error e) {
                if (!watcher.isClosed()) {
                    watcher.close();
                    failure = translated(e);
                    throw rethrown(failure);
                }
            }
        }
        if (events.isEmpty() && failure != null) {
            throw rethrown(failure);
        }
        return events.poll();
    }

    @Override
    public boolean isEnded() {
        return ended && events.isEmpty();
    }

    @Override
    public void onReady(Runnable action) {
        watcher.onReady(action);
    }

    private void advance(Deadline deadline) {
        if (reading) {
            watcher.step(deadline);
            return;
        }
        JobEvent event = follower.next(deadline);
        if (event != null) {
            events.add(event);
        } else if (follower.isOver() && follower.streamIsComplete()) {
            end(Objects.requireNonNull(follower.done()));
        } else if (follower.isOver()) {
            readResults(Objects.requireNonNull(follower.record()));
        }
    }

    private void end(Done done) {
        ended = true;
        events.add(done);
        watcher.close();
    }

    private void readResults(Job record) {
        reading = true;
        Set<String> told = follower.pages().urls();
        SettledResults results = new SettledResults(transport, limits.get());
        delivered = 0;
        watcher.ask(
                1,
                () -> {
                    Job settled = results.read(record, told, this::deliverMissing);
                    results.report(jobId, resultCount, delivered);
                    return settled;
                },
                job -> {
                    reading = false;
                    if (job.status().isTerminal()) {
                        end(new Done(job.status(), job.completed(), job.total()));
                    } else {
                        follower.reopen();
                    }
                },
                e -> {
                    throw e;
                });
    }

    /** Reads all results and hands on those that the consumer was not given; runs on a worker. */
    private int deliverMissing(Job job, Set<String> told) {
        ResultReconciler reconciler = new ResultReconciler(follower.pages());
        JobCalls calls = new JobCalls(transport);
        Iterator<Page> results = calls.resultIterator(jobId, limits.get());
        Queue<Runnable> batch = new ArrayDeque<>();
        while (results.hasNext()) {
            Page page = results.next();
            told.remove(page.url());
            JobEvent event = reconciler.next(page);
            if (event != null) {
                delivered++;
                batch.add(() -> events.add(event));
            }
            if (reconciler.count() % EVENTS_PER_BATCH == 0 && !batch.isEmpty()) {
                watcher.put(batch);
                batch.clear();
            }
        }
        for (ResultReconciler.Held held : reconciler.released()) {
            JobEvent event = held.event() == null ? resultAt(held.index(), calls) : held.event();
            follower.pages().given(event);
            delivered++;
            batch.add(() -> events.add(event));
        }
        if (!batch.isEmpty()) {
            watcher.put(batch);
        }
        resultCount = reconciler.count();
        return resultCount;
    }

    private JobEvent resultAt(int index, JobCalls calls) {
        List<Page> results = calls.results(jobId, index, 1, limits.get()).results();
        if (results.isEmpty()) {
            throw new ReaderProtocolException("result " + index + " of job " + jobId + " is not there any more", null);
        }
        return JobEvents.of(results.get(0));
    }

    private Throwable translated(Throwable e) {
        if (e instanceof DeadlineException) {
            return new StreamBrokenException(jobId, 1, e.getCause());
        }
        if (e instanceof RuntimeException && resources.isClosed()) {
            return new ReaderConnectionException("the client was closed during job " + jobId, e, false, null);
        }
        return e;
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Override
    public void close() {
        watcher.close();
    }
}
