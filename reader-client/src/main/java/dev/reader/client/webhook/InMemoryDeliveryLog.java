package dev.reader.client.webhook;

import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.internal.Checks;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A {@link DeliveryLog} in memory; its contents are lost when the process ends.
 *
 * <p>The log is bounded: an id is dropped when it expires, and the oldest id is dropped when the log is full. Reader
 * makes its last attempt less than a minute after the first, so the defaults leave ample room for clock skew and manual
 * replays.
 *
 * <p>A call with an id whose effect is still running blocks until that effect ends. Thread-safe.
 */
public final class InMemoryDeliveryLog implements DeliveryLog {
    private static final Duration DEFAULT_EXPIRY = Duration.ofHours(24);
    private static final int DEFAULT_MAX_ENTRIES = 100_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition effectEnded = lock.newCondition();
    private final Set<String> running = new HashSet<>();
    private final Map<String, Long> succeededAt = new LinkedHashMap<>();
    private final long expiryNanos;
    private final int maxEntries;
    private final LongSupplier nanoTime;

    /** Creates a log that holds at most 100,000 ids for 24 hours. */
    public InMemoryDeliveryLog() {
        this(DEFAULT_EXPIRY, DEFAULT_MAX_ENTRIES);
    }

    /**
     * Creates a log that holds at most 100,000 ids.
     *
     * @param expiry how long an id is kept, positive
     * @throws IllegalArgumentException if {@code expiry} is null, zero or negative
     */
    public InMemoryDeliveryLog(Duration expiry) {
        this(expiry, DEFAULT_MAX_ENTRIES);
    }

    /**
     * Creates a log.
     *
     * @param expiry how long an id is kept, positive
     * @param maxEntries maximum number of ids, at least 1
     * @throws IllegalArgumentException if {@code expiry} is null, zero or negative, or {@code maxEntries} is less than
     *     1
     */
    public InMemoryDeliveryLog(Duration expiry, int maxEntries) {
        this(expiry, maxEntries, System::nanoTime);
    }

    InMemoryDeliveryLog(Duration expiry, int maxEntries, LongSupplier nanoTime) {
        this.expiryNanos = saturatedNanos(Checks.positive("expiry", expiry));
        this.maxEntries = Checks.inRange("maxEntries", maxEntries, 1, Integer.MAX_VALUE);
        this.nanoTime = nanoTime;
    }

    private static long saturatedNanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : duration.toNanos();
    }

    @Override
    public <E extends Exception> boolean once(String deliveryId, Effect<E> effect) throws E {
        Checks.notBlank("deliveryId", deliveryId);
        Checks.notNull("effect", effect);
        if (!claim(deliveryId)) {
            return false;
        }
        boolean succeeded = false;
        try {
            effect.run();
            succeeded = true;
        } finally {
            release(deliveryId, succeeded);
        }
        return true;
    }

    private boolean claim(String id) {
        lock.lock();
        try {
            while (running.contains(id)) {
                effectEnded.await();
            }
            expire();
            return !succeededAt.containsKey(id) && running.add(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReaderInterruptedException(
                    "interrupted while waiting for an earlier attempt at delivery " + id, e);
        } finally {
            lock.unlock();
        }
    }

    private void release(String id, boolean succeeded) {
        lock.lock();
        try {
            running.remove(id);
            if (succeeded) {
                succeededAt.put(id, nanoTime.getAsLong());
                expire();
            }
            effectEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void expire() {
        long now = nanoTime.getAsLong();
        Iterator<Long> oldestFirst = succeededAt.values().iterator();
        while (oldestFirst.hasNext() && (now - oldestFirst.next() >= expiryNanos || succeededAt.size() > maxEntries)) {
            oldestFirst.remove();
        }
    }

    /** {@return the number of ids in the log} */
    public int size() {
        lock.lock();
        try {
            expire();
            return succeededAt.size();
        } finally {
            lock.unlock();
        }
    }
}
