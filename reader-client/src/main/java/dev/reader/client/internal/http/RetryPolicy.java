package dev.reader.client.internal.http;

import dev.reader.client.internal.http.Outcome.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides whether and when a request is retried (docs/reader-api.md §7). The only place that does.
 *
 * <p>If the server asks for a wait, waits that long and a random part of half of it, so that callers that were throttled
 * together don't return together. Otherwise backs off exponentially with full jitter.
 */
public final class RetryPolicy {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(20);
    private static final Duration MAX_SPREAD = Duration.ofSeconds(10);

    private final int maxRetries;
    private final Duration maxRetryAfter;
    private final DoubleSupplier jitter;

    /** @param jitter supplies the random part of pauses, 0 to 1 */
    public RetryPolicy(int maxRetries, Duration maxRetryAfter, DoubleSupplier jitter) {
        this.maxRetries = maxRetries;
        this.maxRetryAfter = maxRetryAfter;
        this.jitter = jitter;
    }

    /**
     * Returns how long to wait before the next attempt, or empty if there must be none.
     *
     * @param counted the number of failures that count against the allowed retries, including this one
     * @param attempt the number of failed attempts
     */
    public Optional<Duration> delay(
            Failure<?> failure, boolean repeatable, int counted, int attempt, RetryLimits limits) {
        boolean allowed = switch (failure.kind()) {
            case FINAL -> false;
            case AMBIGUOUS -> repeatable && (limits.uncountedFailures() || counted <= maxRetries);
            case NOT_SENT -> limits.uncountedFailures() || counted <= maxRetries;
            case THROTTLED -> limits.uncountedRateLimits() || counted <= maxRetries;
        };
        if (!allowed || !limits.retried()) {
            return Optional.empty();
        }
        Duration asked = failure.retryAfter();
        if (asked == null || asked.isZero()) {
            return Optional.of(backoff(attempt, jitter.getAsDouble()));
        }
        boolean tooLong = asked.compareTo(maxRetryAfter) > 0 && !limits.uncappedRetryAfter();
        return tooLong ? Optional.empty() : Optional.of(asked.plus(spread(asked, jitter.getAsDouble())));
    }

    /** Returns whether the server asks for a wait, and for one that is not too long. */
    static boolean isPause(Failure<?> failure, Duration maxRetryAfter) {
        Duration asked = failure.retryAfter();
        return asked != null && !asked.isZero() && asked.compareTo(maxRetryAfter) <= 0;
    }

    /** Returns the random part of a wait that the server asks for. */
    private static Duration spread(Duration asked, double jitter) {
        return Duration.ofNanos((long) (spreadBound(asked).toNanos() * jitter));
    }

    /** Returns the time over which callers that were throttled together spread their next attempts. */
    static Duration spreadBound(Duration asked) {
        Duration half = asked.dividedBy(2);
        return half.compareTo(MAX_SPREAD) < 0 ? half : MAX_SPREAD;
    }

    /** Returns a random part of a bound that doubles with each failed attempt. */
    static Duration backoff(int failedAttempts, double jitter) {
        int doublings = Math.min(Math.max(failedAttempts, 1) - 1, 16);
        long bound = Math.min(FIRST_BACKOFF.toNanos() << doublings, MAX_BACKOFF.toNanos());
        return Duration.ofNanos((long) (bound * jitter));
    }
}
