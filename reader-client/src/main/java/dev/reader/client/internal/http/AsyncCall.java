package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.ExceptionContext;
import dev.reader.client.internal.http.CallState.Step;
import dev.reader.client.internal.http.HttpExchange.Sending;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous call: sends the attempts that its {@link CallState} asks for, and schedules the pauses between them.
 *
 * <p>The first attempt begins on the calling thread. A thread of the client exchanges request and response; everything that
 * follows, further attempts and the completion of the future, runs on the executor, or on the same thread if the application
 * has set none. All of it runs in the context of the calling thread. While the call waits for a slot or for the end of a
 * pause, it holds no thread. Whoever completes the future, a caller that cancels it for example, ends the call; so does the
 * closing of the client.
 */
final class AsyncCall<R, T> {
    private final Transport transport;
    private final ClientResources resources;
    private final ApiCall<R, T> call;
    private final Executor executor;
    private final TaskContext context;
    private final CallState<R> state;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final Runnable onClientClose = this::clientClosed;
    private final Runnable send = this::send;

    // Read by whichever thread ends the call.
    private volatile @Nullable Sending sending;
    private volatile @Nullable Runnable timer;
    private volatile Step.@Nullable Retry<R> retry;
    private volatile boolean waiting;

    AsyncCall(Transport transport, ApiCall<R, T> call, Executor executor) {
        this.transport = transport;
        this.resources = transport.resources();
        this.call = call;
        this.executor = executor;
        this.context = resources.context();
        this.state = transport.begin(call.request(), call.limits(), this::woken);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whatever completes the future, its consumers are told
    CompletableFuture<T> start() {
        future.whenComplete((result, failure) -> stop());
        resources.onClose(onClientClose);
        try {
            attempt();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        return future;
    }

    /** Prepares an attempt, once it is admitted, on the calling thread or the executor, whose context it carries. */
    private void attempt() {
        waiting = true;
        askForAdmission();
    }

    private void askForAdmission() {
        synchronized (this) {
            if (!waiting || future.isDone()) {
                return;
            }
            Duration wait = state.untilAdmitted();
            if (!wait.isZero()) {
                askAgain(wait);
                return;
            }
            waiting = false;
            dropTimer(); // a retry would set another, and this one may have a day to go
        }
        sending = transport.prepare(call.request(), state.permit());
        resources.slots().acquire(send);
    }

    private void askAgain(Duration delay) {
        dropTimer();
        timer = resources.timers().schedule(delay, () -> handOver(this::askForAdmission));
        if (future.isDone()) {
            stop();
        } else if (resources.isClosed()) {
            clientClosed();
        }
    }

    /** It is worth asking for admission again; a timer asks, since whoever wakes this call must not run it. */
    private void woken() {
        resources.timers().schedule(Duration.ZERO, () -> handOver(this::askForAdmission));
    }

    /** Sends the prepared attempt, holding a slot. */
    private void send() {
        try {
            resources.executeCall(context, this::exchange);
        } catch (RuntimeException | Error e) {
            ended(() -> fail(e));
        }
    }

    private void exchange() {
        if (future.isDone()) {
            resources.slots().release();
            return;
        }
        Runnable next;
        try {
            Transport.Attempted<R> attempted =
                    transport.exchange(Objects.requireNonNull(sending), state.begin(), call.type());
            next = () -> attempted(attempted);
        } catch (RuntimeException | Error e) {
            next = () -> fail(e);
        }
        ended(next);
    }

    /** The attempt has ended. The slot is released first, since what follows may block as long as it likes. */
    private void ended(Runnable action) {
        resources.slots().release();
        if (future.isDone()) {
            return;
        }
        if (resources.isOwn(executor)) {
            run(action);
        } else {
            handOver(action);
        }
    }

    private void handOver(Runnable action) {
        resources.handOver(context, executor, () -> run(action), this::fail);
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void attempted(Transport.Attempted<R> attempted) {
        if (future.isDone()) {
            return;
        }
        Step<R> step = state.next(attempted);
        if (step instanceof Step.Done<R> done) {
            T result = call.result().apply(done.response());
            state.end(null);
            future.complete(result);
        } else if (step instanceof Step.Failed<R> failed) {
            fail(failed.exception());
        } else if (step instanceof Step.Retry<R> next) {
            pause(next);
        }
    }

    private void pause(Step.Retry<R> next) {
        retry = next;
        timer = resources
                .timers()
                .schedule(
                        state.deadline().cap(next.delay()),
                        () -> handOver(() -> {
                            retry = null;
                            if (!future.isDone()) {
                                attempt();
                            }
                        }));
        if (future.isDone()) {
            stop();
        } else if (resources.isClosed()) {
            clientClosed();
        }
    }

    private void fail(Throwable failure) {
        if (failure instanceof ReaderException e) {
            ExceptionContext.withIdempotencyKey(e, call.request().idempotencyKey());
        }
        state.end(failure);
        future.completeExceptionally(failure);
    }

    /** Ends whatever is under way; the future is completed. */
    private void stop() {
        state.end(new CancellationException("the future was completed by the application"));
        resources.removeOnClose(onClientClose);
        resources.slots().withdraw(send);
        Sending current = sending;
        if (current != null) {
            current.cancel();
        }
        dropTimer();
    }

    private void dropTimer() {
        Runnable drop = timer;
        if (drop != null) {
            drop.run();
        }
    }

    /** Ends a wait for a slot or a pause; an attempt that is under way is cancelled and ends by itself. */
    private void clientClosed() {
        Step.Retry<R> paused = retry;
        if (paused != null) {
            closed("the backoff of " + call.request(), paused.cause(), paused.outcomeUnknown());
        } else if (waiting) {
            waiting = false;
            closed("the wait to send " + call.request(), state.lastFailure(), state.outcomeUnknown());
        } else if (resources.slots().withdraw(send)) {
            closed(call.request().toString(), null, false);
        }
    }

    private void closed(String during, @Nullable Throwable cause, boolean outcomeUnknown) {
        handOver(() -> fail(new ReaderConnectionException(
                "the client was closed during " + during,
                cause,
                outcomeUnknown,
                call.request().idempotencyKey())));
    }
}
