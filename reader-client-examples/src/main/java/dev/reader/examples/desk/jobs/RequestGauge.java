package dev.reader.examples.desk.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of the last minute, which is what the rate limit counts, and derives how often pages may be read
 * while a job runs. Thread-safe.
 */
public final class RequestGauge {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration MIN_READ_INTERVAL = Duration.ofSeconds(2);
    private static final int SMALLEST_LIMIT = 10;
    /** docs/reader-api.md §1. */
    private static final Map<String, Integer> LIMITS =
            Map.of("free", 10, "pro", 60, "business", 200, "enterprise", 1_000);

    private final Clock clock;
    private final Deque<Instant> sent = new ArrayDeque<>();
    private volatile @Nullable String tier;

    public RequestGauge(Clock clock) {
        this.clock = clock;
    }

    /** Counts a request. */
    public void sent() {
        synchronized (sent) {
            sent.addLast(clock.instant());
            forget();
        }
    }

    private void forget() {
        Instant oldest = clock.instant().minus(WINDOW);
        while (!sent.isEmpty() && sent.getFirst().isBefore(oldest)) {
            sent.removeFirst();
        }
    }

    /** Returns the requests of this process in the last minute. */
    public int used() {
        synchronized (sent) {
            forget();
            return sent.size();
        }
    }

    void setTier(@Nullable String newTier) {
        tier = newTier;
    }

    /** Returns the requests a minute that the tier allows; null if the tier is not known, or has no limit. */
    public @Nullable Integer limit() {
        String known = tier;
        return known == null ? null : LIMITS.get(known);
    }

    /** Returns the pause between two readings of a running job, so that all of them take half of the limit at most. */
    Duration readInterval(int openJobs) {
        Integer known = limit();
        boolean unlimited = known == null && tier != null;
        int limit = known == null ? SMALLEST_LIMIT : known;
        Duration fair = unlimited
                ? MIN_READ_INTERVAL
                : WINDOW.multipliedBy(2L * Math.max(1, openJobs)).dividedBy(limit);
        return fair.compareTo(MIN_READ_INTERVAL) < 0 ? MIN_READ_INTERVAL : fair;
    }
}
