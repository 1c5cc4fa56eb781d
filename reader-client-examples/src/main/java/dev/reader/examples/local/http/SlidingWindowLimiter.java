package dev.reader.examples.local.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Limits the requests of the workspace in a sliding window of 60 seconds. Rejected requests do not count. */
public final class SlidingWindowLimiter {
    static final Duration WINDOW = Duration.ofSeconds(60);

    private final int limit;
    private final Clock clock;
    private final Deque<Instant> accepted = new ArrayDeque<>();

    public SlidingWindowLimiter(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Counts a request, or throws {@code rate_limited} with the time until the next request is allowed. */
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
