package dev.reader.client.internal.http;

import dev.reader.client.error.ConflictException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import dev.reader.client.internal.http.Outcome.Success;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one call over its attempts: numbers them, and decides after each what follows, by {@link RetryPolicy} and by
 * the call's deadlines. Never waits and does no I/O: {@link Transport} drives it, blocking or not. Used by one thread at a
 * time.
 */
final class CallState<T> {
    private static final Logger LOG = LoggerFactory.getLogger("dev.reader.client.http");

    private final Settings settings;
    private final RetryPolicy retryPolicy;
    private final ApiRequest request;
    private final RetryLimits limits;
    private final Deadline callDeadline;
    private final Deadline deadline;

    private int attempts;
    private int counted;
    private boolean ambiguous;
    private @Nullable ReaderException last;

    CallState(Settings settings, RetryPolicy retryPolicy, ApiRequest request, RetryLimits limits, Time time) {
        this.settings = settings;
        this.retryPolicy = retryPolicy;
        this.request = request;
        this.limits = limits;
        Duration callTimeout = settings.callTimeout();
        // A wait retries without a limit and has a deadline of its own.
        this.callDeadline = callTimeout == null || limits.uncountedFailures()
                ? Deadline.never()
                : Deadline.after(callTimeout, time);
        this.deadline = limits.deadline().orSooner(callDeadline);
    }

    /** What follows an attempt. */
    sealed interface Step<T> {

        /** The call is done. Only the response to a DELETE may lack data. */
        record Done<T>(Envelope<T> response) implements Step<T> {}

        /** The call has failed. */
        record Failed<T>(ReaderException exception) implements Step<T> {}

        /**
         * Another attempt begins after a pause, which the deadline of the call may cut short.
         *
         * @param delay how long to wait
         * @param cause the failure of the last attempt
         * @param outcomeUnknown whether the outcome of an attempt is unknown
         */
        record Retry<T>(Duration delay, ReaderException cause, boolean outcomeUnknown) implements Step<T> {}
    }

    /**
     * Begins the next attempt.
     *
     * @throws DeadlineException if the deadline of the {@link RetryLimits} has passed
     */
    Attempt begin() {
        if (limits.deadline().hasPassed()) {
            throw new DeadlineException(last);
        }
        attempts++;
        return new Attempt(attempts, deadline.cap(settings.timeoutOf(request)), ambiguous);
    }

    /** Takes the outcome of the attempt that was begun last, and decides what follows. */
    Step<T> next(Outcome<Envelope<T>> outcome) {
        if (outcome instanceof Success<Envelope<T>> success) {
            return new Step.Done<>(success.value());
        }
        Failure<?> failure = (Failure<?>) outcome;
        last = failure.exception();
        if (ambiguous && request.isDelete() && isGone(failure.exception())) {
            return new Step.Done<>(Envelope.empty());
        }
        if (failure.kind() != Kind.THROTTLED || !limits.uncountedRateLimits()) {
            counted++;
        }
        ambiguous |= failure.kind() == Kind.AMBIGUOUS;
        boolean outcomeUnknown = ambiguous && !request.method().equals("GET");
        if (failure.kind() != Kind.FINAL && callDeadline.hasPassed()) {
            return new Step.Failed<>(callTimedOut(failure.exception(), outcomeUnknown));
        }
        Optional<Duration> delay = retryPolicy.delay(failure, request.repeatable(), counted, attempts, limits);
        if (delay.isEmpty()) {
            return new Step.Failed<>(failure.exception());
        }
        if (!callDeadline.isNever() && delay.get().compareTo(callDeadline.remaining()) >= 0) {
            return new Step.Failed<>(callTimedOut(failure.exception(), outcomeUnknown));
        }
        LOG.debug("{} is retried in {} ms", request, deadline.cap(delay.get()).toMillis());
        return new Step.Retry<>(delay.get(), failure.exception(), outcomeUnknown);
    }

    /** {@return the deadline of the call, at which a pause ends too} */
    Deadline deadline() {
        return deadline;
    }

    private ReaderConnectionException callTimedOut(ReaderException failure, boolean outcomeUnknown) {
        Duration callTimeout = settings.callTimeout();
        long millis = callTimeout == null ? 0 : callTimeout.toMillis();
        return new ReaderConnectionException(
                request + " did not succeed within the total time-out of " + millis + " ms (callTimeout; attempts: "
                        + attempts + "): " + failure.getMessage(),
                failure,
                outcomeUnknown,
                request.idempotencyKey());
    }

    /** Tells whether the server reports that there is nothing left to delete, stop or cancel. */
    private static boolean isGone(ReaderException failure) {
        return failure instanceof ReaderApiException refusal
                && (refusal.statusCode() == 404
                        || refusal.statusCode() == 410
                        || (refusal instanceof ConflictException conflict && "cancelled".equals(conflict.status())));
    }
}
