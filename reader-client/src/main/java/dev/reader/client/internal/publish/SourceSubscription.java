package dev.reader.client.internal.publish;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.TaskContext;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription: polls its source as far as the subscriber has requested, and no further.
 *
 * <p>All signals come from {@link #drain}, which runs on the executor in the context of the subscribing thread, never twice at
 * a time, and never waits: while there is nothing to signal, the subscription holds no thread. {@code pending} counts the reasons to drain since the last
 * drain ended; whoever makes it one starts a drain.
 */
final class SourceSubscription<T> implements Flow.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSubscription.class);
    private final ClientResources resources;
    private final Executor executor;
    private final TaskContext context;
    private final String name;
    private final Supplier<? extends Source<T>> sources;
    private final Runnable onClientClose = this::clientClosed;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private volatile Flow.@Nullable Subscriber<? super T> subscriber;
    private volatile @Nullable Source<T> source;
    private volatile @Nullable Throwable failure;
    private volatile boolean awaiting;
    private boolean started;

    SourceSubscription(
            ClientResources resources,
            Executor executor,
            String name,
            Supplier<? extends Source<T>> sources,
            Flow.Subscriber<? super T> subscriber) {
        this.resources = resources;
        this.executor = executor;
        this.context = resources.context();
        this.name = name;
        this.sources = sources;
        this.subscriber = subscriber;
    }

    void start() {
        if (resources.isClosed()) {
            failure = new IllegalStateException("the client is closed");
        }
        resources.onClose(onClientClose);
        schedule();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            failure = new IllegalArgumentException(
                    "non-positive subscription request: " + count + " elements were requested, it must be at least 1");
        } else {
            demand.accumulateAndGet(count, (before, added) -> {
                long sum = before + added;
                return sum < 0 ? Long.MAX_VALUE : sum;
            });
        }
        schedule();
    }

    @Override
    public void cancel() {
        subscriber = null;
        close();
    }

    private void clientClosed() {
        if (failure == null) {
            failure = new ReaderConnectionException("the client was closed during " + name, null, false, null);
        }
        schedule();
    }

    private void schedule() {
        if (pending.getAndIncrement() == 0) {
            handOver();
        }
    }

    private void handOver() {
        resources.handOver(context, executor, this::drain, this::rejected);
    }

    private void drain() {
        int handled = pending.get();
        while (handled != 0) {
            signal();
            handled = pending.addAndGet(-handled);
        }
    }

    /** Signals what there is to signal. */
    private void signal() {
        try {
            begin();
            while (true) {
                Flow.Subscriber<? super T> target = subscriber;
                if (target == null || ended(target) || demand.get() == 0) {
                    return;
                }
                T next = poll();
                if (next != null) {
                    if (demand.get() != Long.MAX_VALUE) {
                        demand.decrementAndGet();
                    }
                    target.onNext(next);
                } else if (!isEnded() && failure == null) {
                    awaitMore();
                    return;
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("a subscriber of {} failed; its subscription is cancelled", name, e);
            cancel();
        }
    }

    private void begin() {
        Flow.Subscriber<? super T> target = subscriber;
        if (!started && target != null) {
            started = true;
            target.onSubscribe(this);
        }
    }

    /** Signals the end if it has come. */
    private boolean ended(Flow.Subscriber<? super T> target) {
        Throwable cause = failure;
        if (cause == null && !isEnded()) {
            return false;
        }
        cancel();
        if (cause == null) {
            target.onComplete();
        } else {
            target.onError(cause);
        }
        return true;
    }

    private boolean isEnded() {
        Source<T> current = source;
        return current != null && current.isEnded();
    }

    private @Nullable T poll() {
        // An interrupt is for the executor's own code, not for the source.
        boolean interrupted = Thread.interrupted();
        try {
            Source<T> current = source;
            if (current == null) {
                resources.checkOpen();
                current = sources.get();
                source = current;
                if (subscriber == null) {
                    current.close();
                }
            }
            return current.poll();
        } catch (RuntimeException | Error e) {
            failure = e;
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitMore() {
        Source<T> current = source;
        if (current == null || awaiting) {
            return;
        }
        awaiting = true;
        try {
            current.onReady(() -> {
                awaiting = false;
                schedule();
            });
        } catch (RuntimeException | Error e) {
            failure = e;
            schedule();
        }
    }

    private void close() {
        resources.removeOnClose(onClientClose);
        Source<T> current = source;
        if (current != null) {
            current.close();
        }
    }

    /** Ends the subscription on a thread of the client, since the executor runs nothing more. */
    private void rejected(RuntimeException cause) {
        try {
            begin();
            failure = cause;
            Flow.Subscriber<? super T> target = subscriber;
            if (target != null) {
                ended(target);
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("a subscriber of {} failed", name, e);
            cancel();
        }
    }
}
