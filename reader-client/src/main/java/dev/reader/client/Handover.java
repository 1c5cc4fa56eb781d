package dev.reader.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Passes elements from one thread to one other, a few at a time: whoever puts waits while the other is behind. Bounded by
 * the number of elements and by what they weigh; what is put at once always fits into an empty one.
 *
 * <p>Both sides do it by the bunch, so that small elements cost no hand-over each.
 */
final class Handover<E> {
    private final int mostElements;
    private final long mostWeight;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Queue<E> elements = new ArrayDeque<>();
    private long weight;
    private boolean putterWaits;
    private boolean takerWaits;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable failure;

    Handover(int mostElements, long mostWeight) {
        this.mostElements = mostElements;
        this.mostWeight = mostWeight;
    }

    /**
     * Puts elements, once there is room.
     *
     * @throws CancellationException if it was closed
     */
    void put(Queue<E> more, long moreWeight) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed
                    && !elements.isEmpty()
                    && (elements.size() + more.size() > mostElements || weight + moreWeight > mostWeight)) {
                putterWaits = true;
                changed.await();
            }
            putterWaits = false;
            if (closed) {
                throw new CancellationException("closed");
            }
            elements.addAll(more);
            weight += moreWeight;
            wakeTaker();
        } finally {
            lock.unlock();
        }
    }

    /** Says that nothing follows, and why if that is no orderly end. */
    void end(@Nullable Throwable newFailure) {
        lock.lock();
        try {
            ended = true;
            failure = newFailure;
            wakeTaker();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes everything that is there, and waits until something is; empty when it was closed, or ended in order.
     *
     * @throws Failed if it ended by a failure; again at each further call
     */
    Queue<E> takeAll() throws InterruptedException, Failed {
        lock.lockInterruptibly();
        try {
            while (!closed && !ended && elements.isEmpty()) {
                takerWaits = true;
                changed.await();
            }
            takerWaits = false;
            if (closed) {
                return new ArrayDeque<>();
            }
            if (elements.isEmpty() && failure != null) {
                throw new Failed(failure);
            }
            Queue<E> taken = elements;
            elements = new ArrayDeque<>();
            weight = 0;
            if (putterWaits) {
                changed.signalAll();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what is there and wakes both threads. */
    void close() {
        lock.lock();
        try {
            closed = true;
            elements.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wakeTaker() {
        if (takerWaits) {
            changed.signalAll();
        }
    }

    /** The putting side failed. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        private final Throwable failure;

        Failed(Throwable failure) {
            super(failure);
            this.failure = failure;
        }

        Throwable failure() {
            return failure;
        }
    }
}
