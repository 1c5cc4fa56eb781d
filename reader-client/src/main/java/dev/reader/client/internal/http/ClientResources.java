package dev.reader.client.internal.http;

import dev.reader.client.RateLimiter;
import dev.reader.client.ReaderListener;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderInterruptedException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the resources of a client, and releases them when it is closed: connections, calls in flight, waits and threads.
 *
 * <p>Workers are daemon threads that fetch pages ahead, read streams and wait for timers. They end after ten idle seconds.
 * Closing interrupts them. {@link CompletionThreads} execute asynchronous calls, {@value #MAX_ASYNC_CALLS} at once. The
 * application's code runs on {@link #executor}.
 */
public final class ClientResources {
    private static final Logger LOG = LoggerFactory.getLogger(ClientResources.class);

    static final int MAX_ASYNC_CALLS = 64;

    private final HttpClients http;
    private final Time time;
    private final InFlightCalls calls;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Runnable> closeActions = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor workers;
    private final TaskContext.Capturer contexts;
    private final ListenerNotifier notifier;
    private final RequestGate gate;
    private final JobSlots jobSlots;
    private final JobLedger jobs;
    private final CallSlots slots = new CallSlots(MAX_ASYNC_CALLS);
    private final Timers timers;
    private final CompletionThreads completionThreads;
    private final Executor executor;

    /**
     * Creates the resources; starts no thread yet.
     *
     * @param callersExecutor runs the application's code; null for threads of the client's own
     * @param hooks the application's further hooks
     */
    public ClientResources(
            HttpClients http, @Nullable Executor callersExecutor, Hooks hooks, Time time, Threads threads) {
        this.workers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                threads.idleTime().toNanos(),
                TimeUnit.NANOSECONDS,
                new SynchronousQueue<>(),
                DaemonThreads.named("reader-client"));
        this.http = http;
        this.calls = new InFlightCalls(http::dropConnections);
        this.time = time;
        this.contexts = new TaskContext.Capturer(hooks.decorator());
        this.notifier = new ListenerNotifier(hooks.listener());
        this.gate = new RequestGate(time, hooks.limiter(), hooks.jitter());
        this.jobSlots = new JobSlots(time, hooks.jitter());
        this.jobs = new JobLedger(notifier, jobSlots::jobEnded);
        this.timers = new Timers(time, workers);
        this.completionThreads = new CompletionThreads(threads.idleTime(), threads.virtual());
        this.executor = callersExecutor == null ? completionThreads : callersExecutor;
    }

    /**
     * The threads of the client.
     *
     * @param idleTime how long a thread without a task is kept for the next one
     * @param virtual whether virtual threads are used where the JVM has them; a simulation knows of platform threads only
     */
    public record Threads(Duration idleTime, boolean virtual) {}

    /**
     * The application's code that watches and influences the client's requests.
     *
     * @param limiter permits each request, or null
     * @param decorator carries the context of the thread that starts a task over to the thread that runs it, or null
     * @param jitter supplies the random part of pauses, 0 to 1
     */
    public record Hooks(
            @Nullable ReaderListener listener,
            @Nullable RateLimiter limiter,
            @Nullable UnaryOperator<Runnable> decorator,
            DoubleSupplier jitter) {}

    HttpClients http() {
        return http;
    }

    public ListenerNotifier notifier() {
        return notifier;
    }

    RequestGate gate() {
        return gate;
    }

    JobSlots jobSlots() {
        return jobSlots;
    }

    /** {@return what the client knows of jobs} */
    public JobLedger jobs() {
        return jobs;
    }

    public Time time() {
        return time;
    }

    InFlightCalls calls() {
        return calls;
    }

    CallSlots slots() {
        return slots;
    }

    public Timers timers() {
        return timers;
    }

    /** {@return what runs the application's code: its own executor, or else the client's} */
    public Executor executor() {
        return executor;
    }

    /** {@return the context of this thread, for tasks that other threads run on its behalf} */
    public TaskContext context() {
        return contexts.capture();
    }

    /** {@return whether an executor is the client's own, so that a thread of {@link #executeCall} does as well} */
    boolean isOwn(Executor target) {
        return target == completionThreads;
    }

    /**
     * Runs the application's code on an executor; on threads of the client if that rejects it or fails, since a future that is
     * never completed would hang its consumer.
     *
     * @param context the context in which the action is submitted and run
     * @param rejected runs instead of the action if the executor throws
     */
    public void handOver(TaskContext context, Executor target, Runnable action, Consumer<RuntimeException> rejected) {
        Runnable inContext = context.wrap(action);
        if (isOwn(target)) {
            target.execute(inContext);
            return;
        }
        // An executor may carry over the context of the thread that submits a task.
        context.run(() -> {
            try {
                target.execute(inContext);
            } catch (RuntimeException e) {
                LOG.warn("the executor of the application rejected a completion: {}", e.toString());
                completionThreads.execute(context.wrap(() -> rejected.accept(e)));
            }
        });
    }

    /** Runs an asynchronous call, and perhaps its completion, on a thread of its own. */
    void executeCall(TaskContext context, Runnable call) {
        completionThreads.executeCall(context.wrap(call));
    }

    /**
     * Starts a task on one of the client's threads, in the context of this one.
     *
     * @throws ReaderConnectionException if the client is closed
     */
    public <T> Future<T> submit(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        execute(future);
        return future;
    }

    /**
     * Runs a task on one of the client's threads, in the context of this one.
     *
     * @throws ReaderConnectionException if the client is closed
     */
    public void execute(Runnable task) {
        execute(context(), task);
    }

    /**
     * Runs a task on one of the client's threads.
     *
     * @throws ReaderConnectionException if the client is closed
     */
    public void execute(TaskContext context, Runnable task) {
        try {
            workers.execute(context.wrap(task));
        } catch (RejectedExecutionException e) {
            throw new ReaderConnectionException("the client was closed", e, false, null);
        }
    }

    /** Returns the latch that opens when the client is closed. */
    public CountDownLatch closed() {
        return closed;
    }

    /** {@return whether no call is in flight and no timer is set} */
    public boolean isIdle() {
        return calls.count() == 0 && timers.count() == 0 && slots.isIdle();
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Runs an action when the client is closed, or at once if it is closed already. */
    public void onClose(Runnable action) {
        closeActions.add(action);
        if (isClosed()) {
            action.run();
        }
    }

    /** Forgets an action that {@link #onClose} was given. */
    public void removeOnClose(Runnable action) {
        closeActions.remove(action);
    }

    /** Refuses what is asked of a closed client. */
    public void checkOpen() {
        if (isClosed()) {
            throw new IllegalStateException("the client is closed");
        }
    }

    /**
     * Refuses to start an operation on an interrupted thread.
     *
     * @param operation the operation, for messages; its text is only asked for if it is refused
     * @throws ReaderInterruptedException if this thread is interrupted
     * @throws ReaderConnectionException if it is interrupted because the client was closed
     */
    public void checkNotInterrupted(Object operation) {
        if (Thread.currentThread().isInterrupted()) {
            // Closing the client interrupts its workers.
            if (isClosed()) {
                throw new ReaderConnectionException("the client was closed before " + operation, null, false, null);
            }
            throw new ReaderInterruptedException("interrupted before " + operation, null);
        }
    }

    /**
     * Waits for a duration, but no longer than a deadline.
     *
     * @param during the operation that waits, for messages, such as "the wait for job 1"
     * @throws ReaderConnectionException if the client is closed during the wait
     * @throws ReaderInterruptedException if the thread is interrupted during the wait
     */
    public void pause(Duration duration, Deadline deadline, String during) {
        pause(duration, deadline, during, null, false);
    }

    /**
     * Waits before a retry.
     *
     * @param cause the failure of the last attempt
     * @param outcomeUnknown whether the outcome of an attempt is unknown
     */
    void pause(Duration duration, Deadline deadline, String during, @Nullable Throwable cause, boolean outcomeUnknown) {
        await(closed, deadline.cap(duration), during, cause, outcomeUnknown);
    }

    /**
     * Waits until a latch is opened or a duration has passed.
     *
     * @param cause the failure of the last attempt, or null
     * @param outcomeUnknown whether the outcome of an attempt is unknown
     */
    void awaitWakeup(
            CountDownLatch latch, Duration duration, String during, @Nullable Throwable cause, boolean outcomeUnknown) {
        Runnable onClose = latch::countDown;
        onClose(onClose);
        try {
            await(latch, duration, during, cause, outcomeUnknown);
        } finally {
            removeOnClose(onClose);
        }
    }

    private void await(
            CountDownLatch latch, Duration duration, String during, @Nullable Throwable cause, boolean outcomeUnknown) {
        InterruptedException interrupt = null;
        try {
            time.await(latch, duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupt = e;
        }
        // Checked first, because closing the client interrupts its workers.
        if (isClosed()) {
            throw new ReaderConnectionException(
                    "the client was closed during " + during, cause == null ? interrupt : cause, outcomeUnknown, null);
        }
        if (interrupt != null) {
            throw new ReaderInterruptedException("interrupted during " + during, cause == null ? interrupt : cause);
        }
    }

    public void close() {
        closed.countDown();
        closeActions.forEach(Runnable::run);
        calls.close();
        timers.close();
        workers.shutdownNow();
        completionThreads.close();
        http.dropConnections();
    }
}
