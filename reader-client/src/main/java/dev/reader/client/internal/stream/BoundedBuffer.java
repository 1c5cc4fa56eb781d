package dev.reader.client.internal.stream;

import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Passes elements from producing threads to one consuming thread. A producer that puts a batch waits while the consumer is
 * behind; the buffer is bounded by the number of elements and by their weight. An empty buffer accepts any one batch.
 *
 * <p>Both sides work in bulk, to amortize locking.
 */
public final class BoundedBuffer<E> implements AutoCloseable {
    private static final Duration LONG = Duration.ofDays(1);

    private final Time time;
    private final int maxElements;
    private final long maxWeight;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Queue<E> elements = new ArrayDeque<>();
    private long weight;
    private int waitingProducers;
    private boolean consumerWaits;
    private boolean closed;
    private @Nullable Runnable onElement;

    public BoundedBuffer(Time time, int maxElements, long maxWeight) {
        this.time = time;
        this.maxElements = maxElements;
        this.maxWeight = maxWeight;
    }

    /**
     * Adds a batch as soon as there is room.
     *
     * @throws CancellationException if the buffer is closed
     */
    public void put(Queue<E> batch, long batchWeight) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed
                    && !elements.isEmpty()
                    && (elements.size() + batch.size() > maxElements || weight + batchWeight > maxWeight)) {
                waitingProducers++;
                try {
                    time.await(changed, LONG);
                } finally {
                    waitingProducers--;
                }
            }
            if (closed) {
                throw new CancellationException("the buffer is closed");
            }
            elements.addAll(batch);
            weight += batchWeight;
            wakeConsumer();
        } finally {
            lock.unlock();
        }
        notifyConsumer();
    }

    /** Adds an element at once, whatever the bounds; does nothing if the buffer is closed. */
    public void post(E element) {
        lock.lock();
        try {
            if (!closed) {
                elements.add(element);
                wakeConsumer();
            }
        } finally {
            lock.unlock();
        }
        notifyConsumer();
    }

    /** Runs an action once, on any thread, when there is an element; at once if there is one. Forgets an earlier action. */
    public void onElement(Runnable action) {
        lock.lock();
        try {
            onElement = closed ? null : action;
        } finally {
            lock.unlock();
        }
        notifyConsumer();
    }

    /** Runs the consumer's action, which may run code of the application: without the lock. */
    private void notifyConsumer() {
        Runnable action = null;
        lock.lock();
        try {
            if (!elements.isEmpty()) {
                action = onElement;
                onElement = null;
            }
        } finally {
            lock.unlock();
        }
        if (action != null) {
            action.run();
        }
    }

    /** Takes all elements, waiting for the first; returns none if the time passes or the buffer is closed. */
    public Queue<E> take(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Deadline deadline = Deadline.after(timeout, time);
            while (!closed && elements.isEmpty() && !deadline.hasPassed()) {
                consumerWaits = true;
                time.await(changed, deadline.remaining());
            }
            consumerWaits = false;
            if (elements.isEmpty()) {
                return new ArrayDeque<>();
            }
            Queue<E> taken = elements;
            elements = new ArrayDeque<>();
            weight = 0;
            if (waitingProducers > 0) {
                changed.signalAll();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Drops all elements and wakes both sides. A second call does nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            elements.clear();
            onElement = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wakeConsumer() {
        if (consumerWaits) {
            changed.signalAll();
        }
    }
}
