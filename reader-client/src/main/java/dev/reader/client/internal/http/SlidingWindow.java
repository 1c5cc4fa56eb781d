package dev.reader.client.internal.http;

import dev.reader.client.RateLimiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Permits a number of requests in any 60 s, as the server counts them. The server counts a request between its sending and
 * its response. So a permit is held without limit until its request is sent, and from then on for the window and a margin,
 * which is the longest way to the server that does not break the limit. Thread-safe; never blocks.
 */
public final class SlidingWindow implements RateLimiter {
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final long HELD_NANOS = WINDOW.plus(MARGIN).toNanos();
    /** How soon to ask again while every permit is held by a request that is not sent yet. */
    private static final Duration UNSENT_DELAY = Duration.ofSeconds(1);

    private final int limit;
    private final Time time;
    private final Deque<Long> sent = new ArrayDeque<>();
    private int unsent;

    public SlidingWindow(int limit, Time time) {
        this.limit = limit;
        this.time = time;
    }

    @Override
    public synchronized Duration tryAcquire() {
        long now = time.nanos();
        while (!sent.isEmpty() && now - sent.peek() >= HELD_NANOS) {
            sent.remove();
        }
        if (unsent + sent.size() < limit) {
            unsent++;
            return Duration.ZERO;
        }
        return sent.isEmpty() ? UNSENT_DELAY : Duration.ofNanos(sent.peek() + HELD_NANOS - now);
    }

    @Override
    public synchronized void onSent() {
        unsent--;
        sent.add(time.nanos());
    }

    @Override
    public synchronized void onUnused() {
        unsent--;
    }

    @Override
    public String toString() {
        return limit + " requests a minute";
    }
}
