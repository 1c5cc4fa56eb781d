package dev.reader.examples.agent;

/**
 * Bounds the credits that an agent spends. A caller reserves the highest price of a call before it makes the call, and
 * settles the real price afterwards, so that concurrent calls do not exceed the cap together. Thread-safe.
 */
public final class CreditCap {
    private final int max;
    private int used;

    /**
     * Creates a cap.
     *
     * @param max the number of credits, at least 1
     */
    public CreditCap(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("the credit cap must be at least 1: " + max);
        }
        this.max = max;
    }

    /** Reserves credits. Returns false, and reserves nothing, if fewer are left. */
    public synchronized boolean reserve(int credits) {
        if (credits > max - used) {
            return false;
        }
        used += credits;
        return true;
    }

    /** Replaces a reservation by the credits that were spent, even if they are more. */
    public synchronized void settle(int reserved, int spent) {
        used += spent - reserved;
    }

    /** Returns the credits that are left; never negative. */
    public synchronized int remaining() {
        return Math.max(0, max - used);
    }

    /** Returns the cap. */
    public int max() {
        return max;
    }
}
