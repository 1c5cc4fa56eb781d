package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.SlidingWindow;
import dev.reader.client.internal.http.Time;
import java.time.Duration;

/**
 * Decides when a client may send its next request. Set by {@link ReaderClient.Builder#rateLimiter}; several clients may share
 * one.
 *
 * <p>The client asks before each request to {@code /v1/*}, retries, polls and the opening of streams included; the events of
 * an open stream cost nothing. Callers wait in the order of their arrival, except that requests for list pages take turns
 * with all others, so that a long list does not hold up a scrape. The client does the waiting, which ends at an interrupt,
 * a cancellation, a time-out of the call, or the closing of the client.
 *
 * <p>{@link #perMinute} limits the clients of one process. To limit a fleet, implement {@link #tryAcquire} on a store that all
 * its members share, for example with a bucket in a database:
 *
 * <pre>{@code
 * RateLimiter shared = () -> {
 *     ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
 *     return Duration.ofNanos(probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill());
 * };
 * }</pre>
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
public interface RateLimiter {

    /**
     * Takes a permit for one request, or tells how long to wait before asking again. Does not wait for a permit. May take
     * some milliseconds, as a query to a database does. An exception fails the attempt, which is retried like one that could
     * not connect.
     *
     * @return zero if a permit was taken, otherwise the time to wait
     */
    Duration tryAcquire();

    /** Called when a request that has a permit is being sent, over a connection that is open. */
    default void onSent() {}

    /** Called when a permit is not used, because there is no connection or the call was cancelled. */
    default void onUnused() {}

    /**
     * Returns a limiter that keeps its clients inside a sliding window of 60 s, as the server counts it: in no 60 s does the
     * server receive more than {@code requests} requests, provided that each arrives within 2 s of being sent. A permit
     * therefore counts from the moment that its request is sent, for 62 s, and not from the moment that it was taken, which
     * a slow connection may precede by seconds. After an idle minute all permits are available at once.
     *
     * <p>It does not know of requests that other processes send with the same key, or that were sent before it was created.
     * A 429 pauses the client then, as it does without a limiter.
     *
     * @param requests the number of requests in 60 s, 1 to 1,000,000; see the limits of your tier in docs/reader-api.md §1
     * @return the limiter
     */
    static RateLimiter perMinute(int requests) {
        return new SlidingWindow(Checks.inRange("requests", requests, 1, 1_000_000), Time.SYSTEM);
    }
}
