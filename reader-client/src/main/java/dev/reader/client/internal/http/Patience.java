package dev.reader.client.internal.http;

/**
 * What a caller puts up with before a failure reaches it.
 *
 * @param rateLimits whether a 429 is waited for without being counted
 * @param failures whether every other passing failure is, too
 * @param deadlineNanos when it ends all the same, in the nanoseconds of {@link Time}; {@link #NONE} for never
 */
public record Patience(boolean rateLimits, boolean failures, long deadlineNanos) {
    public static final long NONE = Long.MAX_VALUE;

    /** As many retries as the client is configured for. */
    public static final Patience CONFIGURED = new Patience(false, false, NONE);

    /** The same, but slowed down by rate limits and not ended by them. */
    public static final Patience SLOWED_BY_RATE_LIMITS = new Patience(true, false, NONE);

    /** Whatever passes, until a deadline. */
    public static Patience until(long deadlineNanos) {
        return new Patience(true, true, deadlineNanos);
    }

    boolean hasDeadline() {
        return deadlineNanos != NONE;
    }
}
