package dev.reader.client.internal.http;

import dev.reader.client.internal.http.Outcome.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * The one place that decides whether and when a request is sent again (docs/reader-api.md §7).
 *
 * <p>Waits as long as the server asks, within a cap; where it doesn't ask, by exponential backoff with full jitter.
 */
public final class RetryPolicy {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(20);

    private final int maxRetries;
    private final Duration maxRetryAfter;
    private final DoubleSupplier jitter;

    RetryPolicy(int maxRetries, Duration maxRetryAfter) {
        this(maxRetries, maxRetryAfter, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param jitter what part of a backoff's bound is waited, 0 to 1 */
    public RetryPolicy(int maxRetries, Duration maxRetryAfter, DoubleSupplier jitter) {
        this.maxRetries = maxRetries;
        this.maxRetryAfter = maxRetryAfter;
        this.jitter = jitter;
    }

    /**
     * Returns how long to wait before the next attempt, or empty if there is to be none.
     *
     * @param counted how many failures count against the allowed retries, this one included
     * @param attempt how many attempts failed in all
     */
    public Optional<Duration> delay(
            Failure<?> failure, boolean repeatable, int counted, int attempt, Patience patience) {
        boolean allowed = switch (failure.kind()) {
            case FINAL -> false;
            case UNCERTAIN -> repeatable && (patience.failures() || counted <= maxRetries);
            case NOT_SENT -> patience.failures() || counted <= maxRetries;
            case DECLINED -> patience.rateLimits() || counted <= maxRetries;
        };
        if (!allowed) {
            return Optional.empty();
        }
        Duration asked = failure.retryAfter();
        if (asked == null || asked.isZero()) {
            return Optional.of(backoff(attempt, jitter.getAsDouble()));
        }
        boolean tooLong = asked.compareTo(maxRetryAfter) > 0 && !patience.hasDeadline();
        return tooLong ? Optional.empty() : Optional.of(asked);
    }

    /** A random part of a bound that doubles with each failed attempt. */
    static Duration backoff(int failedAttempts, double jitter) {
        int doublings = Math.min(Math.max(failedAttempts, 1) - 1, 16);
        long bound = Math.min(FIRST_BACKOFF.toNanos() << doublings, LONGEST_BACKOFF.toNanos());
        return Duration.ofNanos((long) (bound * jitter));
    }
}
