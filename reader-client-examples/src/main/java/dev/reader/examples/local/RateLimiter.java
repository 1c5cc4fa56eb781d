package dev.reader.examples.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** A sliding window of 60 seconds over all requests of the workspace. A refused request takes no place in it. */
final class RateLimiter {
    static final Duration WINDOW = Duration.ofSeconds(60);

    private final int limit;
    private final Clock clock;
    private final Deque<Instant> accepted = new ArrayDeque<>();

    RateLimiter(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Takes a place in the window, or throws {@code rate_limited} with the time until one is free. */
    synchronized void acquire() {
        if (limit == Integer.MAX_VALUE) {
            return;
        }
        Instant now = clock.instant();
        Instant cut = now.minus(WINDOW);
        for (Instant oldest = accepted.peekFirst();
                oldest != null && !oldest.isAfter(cut);
                oldest = accepted.peekFirst()) {
            accepted.removeFirst();
        }
        Instant oldest = accepted.peekFirst();
        if (oldest != null && accepted.size() >= limit) {
            long millis = Duration.between(now, oldest.plus(WINDOW)).toMillis();
            throw ApiException.rateLimited(limit, (int) WINDOW.toSeconds(), Math.max(1, (millis + 999) / 1000));
        }
        accepted.addLast(now);
    }
}
