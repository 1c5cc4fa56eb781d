package dev.reader.client.internal.jobs;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.ExceptionContext;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.SerialExecutor;
import dev.reader.client.internal.http.TaskContext;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobProgress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The asynchronous waits of a client. All that are under way at a time share one {@link JobsWait}, and thereby one
 * connection; views of the client with other settings have one of their own.
 *
 * <p>The first wait starts a worker of the client, which consumes the events and blocks on them alone; it ends with the
 * last wait, or when the client is closed. The requests for one job, its listeners and its future have the context of
 * whoever waits for it; the latter two run on the executor of the wait.
 */
public final class JobWaits {
    private final ClientResources resources;
    private final Map<Object, Run> runs = new HashMap<>();

    public JobWaits(ClientResources resources) {
        this.resources = resources;
    }

    /**
     * Waits for a job.
     *
     * @param <T> the type of the result
     * @param result converts the job once it is over, whatever its status; may throw
     * @return the future result; completing it in any other way ends the wait
     */
    public <T> CompletableFuture<T> await(
            Transport transport, String jobId, WaitSettings settings, Executor executor, Function<Job, T> result) {
        resources.checkOpen();
        Wait<T> wait = new Wait<>(jobId, settings, executor, result);
        try {
            synchronized (this) {
                wait.join(runs.computeIfAbsent(transport.key(), key -> new Run(transport)));
            }
        } catch (ReaderException e) {
            wait.failed(e);
        }
        return wait.future;
    }

    /** {@return how many connections the waits have} */
    public synchronized int count() {
        return runs.size();
    }

    /** One wait; its future is completed once, by its outcome or by its caller. */
    private final class Wait<T> implements AwaitedJob.Outcome {
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private final Function<Job, T> result;
        private final SerialExecutor notifications;
        private final AwaitedJob job;

        Wait(String jobId, WaitSettings settings, Executor executor, Function<Job, T> result) {
            this.result = result;
            this.notifications = new SerialExecutor(resources, executor, future::completeExceptionally);
            WaitSettings notifying = new WaitSettings(
                    settings.timeout(),
                    settings.collectResults(),
                    settings.onProgress() == WaitSettings.NO_LISTENER
                            ? WaitSettings.NO_LISTENER
                            : progress -> notifications.execute(() -> report(settings.onProgress(), progress)),
                    settings.pollInterval());
            this.job = new AwaitedJob(
                    jobId, notifying, resources.context(), AwaitedJob.deadline(settings, resources.time()), this);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // whatever completes the future, its consumers are told
        void join(Run run) {
            run.add(this);
            WaitReport report = new WaitReport(resources, "waitForJob", Set.of(job.jobId));
            future.whenComplete((ended, failure) -> {
                run.remove(this);
                report.ended(isOver() ? 1 : 0, failure);
            });
        }

        private boolean isOver() {
            Job seen = job.lastSeen;
            return seen != null && seen.status().isTerminal();
        }

        private void report(Consumer<JobProgress> listener, JobProgress progress) {
            if (!future.isDone()) {
                try {
                    listener.accept(progress);
                } catch (RuntimeException | Error e) {
                    future.completeExceptionally(e);
                }
            }
        }

        @Override
        public void ended(Job ended) {
            notifications.execute(() -> {
                try {
                    future.complete(result.apply(ended));
                } catch (RuntimeException | Error e) {
                    future.completeExceptionally(e);
                }
            });
        }

        @Override
        public void failed(RuntimeException failure) {
            broken(failure instanceof ReaderException e ? ExceptionContext.withJobId(e, job.jobId) : failure);
        }

        void broken(Throwable failure) {
            notifications.execute(() -> future.completeExceptionally(failure));
        }
    }

    /** A shared wait, from its first job to its last. */
    private final class Run {
        private final Object key;
        private final JobsWait shared;
        /** Those that are not over; guarded by the outer object. */
        private final Set<Wait<?>> waits = new LinkedHashSet<>();

        Run(Transport transport) {
            this.key = transport.key();
            this.shared = new JobsWait(transport, "the wait for jobs");
            // Its connection serves whoever waits meanwhile.
            resources.execute(TaskContext.NONE, this::run);
        }

        void add(Wait<?> wait) {
            waits.add(wait);
            shared.post(() -> shared.add(wait.job));
        }

        void remove(Wait<?> wait) {
            synchronized (JobWaits.this) {
                waits.remove(wait);
                if (waits.isEmpty()) {
                    runs.remove(key, this);
                }
            }
            shared.post(() -> shared.remove(wait.job));
        }

        private boolean isNeeded() {
            synchronized (JobWaits.this) {
                return !waits.isEmpty();
            }
        }

        private void run() {
            try (shared) {
                while (isNeeded()) {
                    shared.step();
                }
            } catch (Throwable e) {
                // An Error too: nothing else would tell those that wait.
                fail(e);
            }
        }

        private void fail(Throwable failure) {
            List<Wait<?>> failed;
            synchronized (JobWaits.this) {
                runs.remove(key, this);
                failed = List.copyOf(waits);
            }
            for (Wait<?> wait : failed) {
                wait.broken(
                        failure instanceof RuntimeException && resources.isClosed() ? closed(wait, failure) : failure);
            }
        }

        private ReaderException closed(Wait<?> wait, Throwable cause) {
            String message = "the client was closed during the wait for job " + wait.job.jobId;
            return ExceptionContext.withJobId(
                    new ReaderConnectionException(message, cause, false, null), wait.job.jobId);
        }
    }
}
