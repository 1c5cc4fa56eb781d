package dev.reader.client.internal.publish;

import org.jspecify.annotations.Nullable;

/** The elements of one subscription. Polled by one thread at a time; reads ahead no more than its bounded buffer. */
public interface Source<T> {

    /**
     * Returns the next element, without waiting for it.
     *
     * @return the element, or null if there is none now
     * @throws RuntimeException the failure that ends the elements
     */
    @Nullable
    T poll();

    /** {@return whether no element follows} */
    boolean isEnded();

    /** Runs an action once, on any thread, when {@link #poll} may return more than before; at once if it may already. */
    void onReady(Runnable action);

    /** Ends the elements and releases what they need. Any thread may call this, any number of times. */
    void close();
}
