package dev.reader.client.internal.http;

import java.time.Duration;

/**
 * Limits the retries of a request.
 *
 * @param retried whether the request is retried at all
 * @param uncountedRateLimits whether retries after a 429 don't count against the configured number of retries
 * @param uncountedFailures whether retries after any other transient failure don't count either
 * @param uncappedRetryAfter whether to wait for a {@code Retry-After} above {@code maxRetryAfter}
 * @param slotsAwaited whether the caller itself waits for a job to end after {@code concurrency_limited}, which is then not
 *     retried
 * @param deadline when the request ends with a {@link DeadlineException}
 */
public record RetryLimits(
        boolean retried,
        boolean uncountedRateLimits,
        boolean uncountedFailures,
        boolean uncappedRetryAfter,
        boolean slotsAwaited,
        Deadline deadline) {

    /** No retry. */
    public static final RetryLimits SINGLE_ATTEMPT =
            new RetryLimits(false, false, false, false, false, Deadline.never());

    /** The configured number of retries. */
    public static final RetryLimits CONFIGURED = new RetryLimits(true, false, false, false, false, Deadline.never());

    /** The configured number of retries; rate limits slow the request down and don't end it. */
    public static final RetryLimits SLOWED_BY_RATE_LIMITS =
            new RetryLimits(true, true, false, false, false, Deadline.never());

    /** Any number of retries after any transient failure; ended by a {@code Retry-After} above the maximum. */
    public static final RetryLimits UNCOUNTED = new RetryLimits(true, true, true, false, false, Deadline.never());

    /** Returns limits that allow any number of retries until a deadline, however long the server asks to wait. */
    public static RetryLimits until(Deadline deadline) {
        return new RetryLimits(true, true, true, true, false, deadline);
    }

    /** Returns limits that allow any number of retries for a duration, however long the server asks to wait. */
    public static RetryLimits within(Duration duration, Time time) {
        return until(Deadline.after(duration, time));
    }

    /** Returns these limits for a caller that waits for a slot by itself. */
    public RetryLimits awaitingSlots() {
        return new RetryLimits(retried, uncountedRateLimits, uncountedFailures, uncappedRetryAfter, true, deadline);
    }
}
