package dev.reader.client.internal.http;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bounds how many asynchronous calls are on the wire at once. The others wait in order of arrival and hold no thread.
 * Thread-safe.
 */
final class CallSlots {
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private final int slots;
    private int free;

    CallSlots(int slots) {
        this.slots = slots;
        free = slots;
    }

    /** Runs an action as soon as there is a slot: now, or on the thread that releases one. It must release its slot. */
    void acquire(Runnable action) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(action);
                return;
            }
            free--;
        }
        action.run();
    }

    /** Withdraws an action that waits for a slot; returns whether it was waiting. */
    synchronized boolean withdraw(Runnable action) {
        return waiting.remove(action);
    }

    /** {@return whether all slots are free} */
    synchronized boolean isIdle() {
        return free == slots;
    }

    void release() {
        Runnable next;
        synchronized (this) {
            if (waiting.isEmpty()) {
                free++;
                return;
            }
            next = waiting.iterator().next();
            waiting.remove(next);
        }
        next.run();
    }
}
