package dev.reader.client.internal.http;

import java.time.Duration;

/**
 * What a caller puts up with before a failure reaches it.
 *
 * @param rateLimits whether a 429 is waited for without being counted
 * @param failures whether every other passing failure is, too
 * @param deadlineNanos when it ends all the same, in the nanoseconds of {@link Time}; {@link #NONE} for never
 */
public record Patience(boolean rateLimits, boolean failures, long deadlineNanos) {
    public static final long NONE = Long.MAX_VALUE;

    /** Short enough for a sum with any time of a clock of nanoseconds. */
    public static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

    /** As many retries as the client is configured for. */
    public static final Patience CONFIGURED = new Patience(false, false, NONE);

    /** The same, but slowed down by rate limits and not ended by them. */
    public static final Patience SLOWED_BY_RATE_LIMITS = new Patience(true, false, NONE);

    /** Whatever passes, until a deadline. */
    public static Patience until(long deadlineNanos) {
        return new Patience(true, true, deadlineNanos);
    }

    /** Whatever passes, for as long as a duration, be it centuries. */
    public static Patience lasting(Duration duration, long fromNanos) {
        boolean centuries = duration.compareTo(LONGEST) > 0;
        return until(fromNanos + (centuries ? LONGEST : duration).toNanos());
    }

    boolean hasDeadline() {
        return deadlineNanos != NONE;
    }
}
