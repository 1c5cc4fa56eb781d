package dev.reader.client.internal.jobs;

import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.TaskContext;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.PageSource;
import dev.reader.client.internal.paging.Slice;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Waits for the jobs of a run, which are added while it runs, and sends requests beside the wait. Retries for ever.
 *
 * <p>The consuming thread calls every method, and all callbacks run on it, within {@link #step}. Workers of the client send
 * the requests; {@link #close} ends them.
 */
public final class JobsMonitor implements AutoCloseable {
    private static final WaitSettings SETTINGS = new WaitSettings(Duration.ZERO, false, WaitSettings.NO_LISTENER, null);
    private static final RetryLimits LIMITS = RetryLimits.until(Deadline.never());

    private final Transport transport;
    private final Listener listener;
    private final JobsWait wait;

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
        this.listener = listener;
        this.wait = new JobsWait(transport, name);
    }

    /**
     * Adds a job.
     *
     * @param isNew whether it was created just now; else it may have ended before this monitor was connected
     */
    public void add(String jobId, boolean isNew) {
        AwaitedJob.Outcome outcome = new AwaitedJob.Outcome() {
            @Override
            public void ended(Job job) {
                listener.ended(job);
            }

            @Override
            public void failed(RuntimeException failure) {
                if (!(failure instanceof ReaderException cause)) {
                    throw failure;
                }
                listener.broken(jobId, cause);
            }
        };
        wait.add(new AwaitedJob(jobId, SETTINGS, TaskContext.NONE, Deadline.never(), outcome), isNew);
    }

    /** Waits for what happens next, until the deadline at most, and handles it. */
    public void step(Deadline deadline) {
        wait.step(deadline);
    }

    /** Sends a request on a worker, and passes the response or the failure to the consuming thread. */
    public <T> void ask(Callable<T> question, Consumer<T> onAnswer, Consumer<RuntimeException> onFailure) {
        wait.watcher().ask(1, question, onAnswer, onFailure);
    }

    /**
     * Reads the results of an ended job from the first to the last, and again if they lag behind its record. A worker reads
     * at most one part ahead of the consuming thread.
     *
     * @param onEnd receives the job's last record; not terminal if the job was retried meanwhile
     */
    public void readResults(
            Job ended, Consumer<List<Page>> onPart, Consumer<Job> onEnd, Consumer<RuntimeException> onFailure) {
        ask(
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
                wait.watcher().put(part);
            }
        }
        return count;
    }

    @Override
    public void close() {
        wait.close();
    }
}
