package dev.reader.client.internal.jobs;

import dev.reader.client.ReaderListener.EndMeans;
import dev.reader.client.ReaderListener.JobEnded;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.Done;
import dev.reader.client.event.JobEvent.PageFailed;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.event.JobEvent.Progress;
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
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one job until it is over: gives each page of its stream at most once, and decides by the job's record when the job
 * is over. Pages that the stream did not bring are left to the job's results. Used by one consuming thread.
 */
final class JobFollower implements JobWatcher.Handler<JobEvent>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobFollower.class);

    private final String jobId;
    private final ClientResources resources;
    private final Mode mode;
    private final JobCalls calls;
    private final Supplier<RetryLimits> questionLimits;
    private final JobWatcher<JobEvent> watcher;
    private final JobWatch watch;
    private final StreamedPages pages = new StreamedPages();
    private final Queue<JobEvent> events = new ArrayDeque<>();
    private @Nullable Done done;
    private @Nullable Job record;
    private int maxCompleted;
    private boolean feedPaused;
    private boolean connectedBefore;
    private boolean over;
    private boolean decidedByStream;

    /**
     * How to follow.
     *
     * @param pollsWithoutStream whether the job is polled if its stream is not available; else that is a failure
     * @param needsRecord whether the record is asked for even if the stream proves that it is complete
     */
    record Mode(boolean pollsWithoutStream, boolean needsRecord) {}

    JobFollower(
            Transport transport,
            String jobId,
            Mode mode,
            ReconnectPolicy policy,
            Supplier<RetryLimits> questionLimits) {
        this.jobId = jobId;
        this.resources = transport.resources();
        this.mode = mode;
        this.calls = new JobCalls(transport);
        this.questionLimits = questionLimits;
        this.watcher = new JobWatcher<>(
                transport,
                "job " + jobId,
                ApiRequest.get(Operation.STREAM_JOB, "v1", "jobs", jobId, "stream"),
                policy,
                new JobEvents(),
                this);
        this.watch = watcher.watch(jobId);
    }

    /** Starts to listen to the stream. */
    void listen() {
        watcher.checkNotInterrupted();
        watch.started(watcher.now());
        watcher.startFeed();
    }

    /** Starts to poll, at an interval, or at the documented pace if it is null. */
    void poll(@Nullable Duration interval) {
        pages.irregular();
        watch.poll(interval, watcher.now());
    }

    /**
     * Waits for the next event.
     *
     * @return the event, never a {@link Done}; null once the job is over, or the deadline has passed
     */
    @Nullable
    JobEvent next(Deadline deadline) {
        while (events.isEmpty() && !over && !watcher.isClosed()) {
            if (!watcher.step(deadline)) {
                break;
            }
        }
        return events.poll();
    }

    boolean isOver() {
        return over && events.isEmpty();
    }

    /** Returns whether the stream proves that its pages are all results of the job; asked once the job is over. */
    boolean streamIsComplete() {
        if (decidedByStream) {
            return true;
        }
        return done != null
                && record != null
                && pages.isComplete(done)
                && record.completed() == done.completed()
                && record.total() == done.total();
    }

    /** Returns the job's record as it was read last, or null. */
    @Nullable
    Job record() {
        return record;
    }

    /** Returns the event that ended the stream, or null. */
    @Nullable
    Done done() {
        return done;
    }

    StreamedPages pages() {
        return pages;
    }

    JobWatcher<JobEvent> watcher() {
        return watcher;
    }

    /** Goes on following: the job was retried after its end. */
    void reopen() {
        over = false;
        decidedByStream = false;
        resume();
    }

    private void resume() {
        pages.irregular();
        if (watch.isPolling()) {
            watch.answered(watcher.now());
            return;
        }
        if (feedPaused) {
            feedPaused = false;
            watcher.resumeFeed();
        }
        watch.answered(watcher.now());
    }

    @Override
    public void connected() {
        if (connectedBefore) {
            pages.irregular();
        }
        connectedBefore = true;
        watch.connected(watcher.now());
    }

    @Override
    public void event(JobEvent event) {
        if (over) {
            return;
        }
        if (event instanceof Done last) {
            done = last;
            feedPaused = true;
            resources.jobs().note(jobId, true, null);
            if (!mode.needsRecord() && pages.isComplete(last)) {
                decidedByStream = true;
                ended(last.status());
            } else {
                watch.endTold(watcher.now());
            }
            return;
        }
        boolean isNew = isNew(event);
        if (event instanceof Progress progress && progress.status().isTerminal()) {
            watch.endTold(watcher.now());
        } else {
            watch.heard(isNew, watcher.now());
        }
        if (isNew || event instanceof Progress || event instanceof JobEvent.Unknown) {
            events.add(event);
        }
    }

    private void ended(JobStatus status) {
        over = true;
        EndMeans means = decidedByStream ? EndMeans.EVENT : watch.means();
        resources.notifier().notify(listener -> listener.onJobEnded(new JobEnded(jobId, status, means)));
    }

    private boolean isNew(JobEvent event) {
        if (event instanceof PageReady ready) {
            return pages.add(ready);
        }
        if (event instanceof PageFailed failed) {
            return pages.add(failed);
        }
        if (event instanceof Progress progress && progress.completed() > maxCompleted) {
            maxCompleted = progress.completed();
            return true;
        }
        return false;
    }

    @Override
    public void unreadable(String event, String reason) {
        LOG.warn("the event \"{}\" of job {} was dropped, its results are read instead: {}", event, jobId, reason);
        pages.irregular();
        if (event.equals("done")) {
            watch.endTold(watcher.now());
        } else {
            watch.heard(false, watcher.now());
        }
    }

    @Override
    public void disconnected(ReaderException cause) {
        LOG.debug("the stream of job {} is reconnected: {}", jobId, cause.getMessage());
        if (connectedBefore) {
            pages.irregular();
        }
    }

    @Override
    public void gaveUp(ReaderException cause) {
        if (!mode.pollsWithoutStream()) {
            throw cause;
        }
        LOG.debug("the stream of job {} is not available, polling: {}", jobId, cause.getMessage());
        poll(null);
    }

    @Override
    public Callable<Job> question(JobWatch asked) {
        return () -> calls.get(jobId, questionLimits.get());
    }

    @Override
    public void answered(JobWatch answered, Job job) {
        record = job;
        if (over) {
            return;
        }
        if (job.status().isTerminal()) {
            ended(job.status());
            watcher.stopFeed();
            return;
        }
        events.add(new Progress(job.status(), job.completed(), job.total()));
        watch.answered(watcher.now());
        if (feedPaused && watch.isEndDoubtful()) {
            LOG.debug("job {} is {} after its stream told its end; reconnecting", jobId, job.status());
            pages.irregular();
            feedPaused = false;
            watcher.resumeFeed();
        }
    }

    @Override
    public void notAnswered(JobWatch answered, RuntimeException failure) {
        boolean refused = failure instanceof ReaderApiException error && error.statusCode() < 500;
        if (refused && !mode.needsRecord() && done != null && pages.isPlausible(done)) {
            LOG.debug("the record of job {} can't be read, its stream stands: {}", jobId, failure.getMessage());
            decidedByStream = true;
            ended(done.status());
            return;
        }
        throw failure;
    }

    @Override
    public void close() {
        watcher.close();
    }
}
