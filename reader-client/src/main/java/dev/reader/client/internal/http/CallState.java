package dev.reader.client.internal.http;

import dev.reader.client.ReaderListener.RetryReason;
import dev.reader.client.error.ConcurrencyLimitedException;
import dev.reader.client.error.ConflictException;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import dev.reader.client.internal.http.Outcome.Success;
import dev.reader.client.internal.http.Transport.Attempted;
import java.time.Duration;
import java.util.Objects;
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
    private static final Duration A_MOMENT = Duration.ofNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger("dev.reader.client.http");

    private final Settings settings;
    private final Admission admission;
    private final CallReport report;
    private final RetryPolicy retryPolicy;
    private final ApiRequest request;
    private final RetryLimits limits;
    private final Deadline callDeadline;
    private final Deadline deadline;

    private int attempts;
    private int counted;
    private boolean ambiguous;
    private @Nullable ReaderException last;

    CallState(
            Settings settings,
            ApiRequest request,
            RetryLimits limits,
            Admission admission,
            CallReport report,
            Time time) {
        this.settings = settings;
        this.admission = admission;
        this.report = report;
        this.retryPolicy = settings.retryPolicy();
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
     * Returns zero if the next attempt may begin, else how long to wait before asking again, unless the {@link Admission}
     * wakes the driver earlier.
     *
     * @throws DeadlineException if the deadline of the {@link RetryLimits} has passed
     * @throws ReaderConnectionException if the time-out of the call has passed
     */
    Duration untilAdmitted() {
        if (limits.deadline().hasPassed()) {
            throw new DeadlineException(last);
        }
        Duration wait = admission.ask();
        if (wait.isZero()) {
            return wait;
        }
        if (callDeadline.hasPassed()) {
            throw callTimedOut(last, outcomeUnknown());
        }
        Duration capped = deadline.cap(wait);
        return capped.isZero() ? A_MOMENT : capped;
    }

    /** {@return the permit of the attempt that is admitted} */
    Permit permit() {
        return admission.permit();
    }

    /** Begins the next attempt, which has been admitted. */
    Attempt begin() {
        attempts++;
        return new Attempt(attempts, deadline.cap(settings.timeoutOf(request)), ambiguous, permit());
    }

    /** Takes the outcome of the attempt that was begun last, and decides what follows. */
    Step<T> next(Attempted<T> attempted) {
        attempted.log();
        report.attempted(attempted);
        Outcome<Envelope<T>> outcome = attempted.outcome();
        if (outcome instanceof Success<Envelope<T>> success) {
            report.noteData(success.value().data());
            return new Step.Done<>(success.value());
        }
        Failure<?> failure = (Failure<?>) outcome;
        last = failure.exception();
        if (ambiguous && request.isDelete() && isGone(failure.exception())) {
            return new Step.Done<>(Envelope.empty());
        }
        if (failure.exception() instanceof ConcurrencyLimitedException refusal && admission.waitsForSlots()) {
            Duration slotDelay = admission.slotRefused(failure.retryAfter());
            if (slotDelay == null) {
                return new Step.Failed<>(refusal);
            }
            report.retried(slotDelay, RetryReason.JOB_SLOT, refusal);
            return new Step.Retry<>(Duration.ZERO, refusal, outcomeUnknown());
        }
        if (failure.kind() != Kind.THROTTLED || !limits.uncountedRateLimits()) {
            counted++;
        }
        ambiguous |= failure.kind() == Kind.AMBIGUOUS;
        boolean outcomeUnknown = outcomeUnknown();
        if (failure.kind() != Kind.FINAL && callDeadline.hasPassed()) {
            return new Step.Failed<>(callTimedOut(failure.exception(), outcomeUnknown));
        }
        Optional<Duration> delay = retryPolicy.delay(failure, request.repeatable(), counted, attempts, limits);
        pauseOthers(failure, delay);
        if (delay.isEmpty()) {
            return new Step.Failed<>(failure.exception());
        }
        if (!callDeadline.isNever() && delay.get().compareTo(callDeadline.remaining()) >= 0) {
            return new Step.Failed<>(callTimedOut(failure.exception(), outcomeUnknown));
        }
        report.retried(delay.get(), reasonOf(failure), failure.exception());
        LOG.debug("{} is retried in {} ms", request, deadline.cap(delay.get()).toMillis());
        return new Step.Retry<>(delay.get(), failure.exception(), outcomeUnknown);
    }

    /** A 429 pauses all calls of the client, instead of each finding out by itself. */
    private void pauseOthers(Failure<?> failure, Optional<Duration> delay) {
        if (failure.exception() instanceof RateLimitedException) {
            if (RetryPolicy.isPause(failure, settings.maxRetryAfter())) {
                admission.throttled(Objects.requireNonNull(failure.retryAfter()));
            } else if (reasonOf(failure) == RetryReason.BACKOFF) {
                delay.ifPresent(admission::throttled);
            }
        }
    }

    private static RetryReason reasonOf(Failure<?> failure) {
        Duration asked = failure.retryAfter();
        return asked == null || asked.isZero() ? RetryReason.BACKOFF : RetryReason.RETRY_AFTER;
    }

    /** {@return whether the outcome of an attempt is unknown} */
    boolean outcomeUnknown() {
        return ambiguous && !request.method().equals("GET");
    }

    /** {@return the failure of the last attempt, or null} */
    @Nullable
    ReaderException lastFailure() {
        return last;
    }

    /** Ends the call, whatever it holds or waits for. May be called by any thread, and more than once. */
    void end(@Nullable Throwable failure) {
        admission.leave();
        report.ended(failure);
    }

    /** {@return the deadline of the call, at which a pause ends too} */
    Deadline deadline() {
        return deadline;
    }

    private ReaderConnectionException callTimedOut(@Nullable ReaderException failure, boolean outcomeUnknown) {
        Duration callTimeout = settings.callTimeout();
        long millis = callTimeout == null ? 0 : callTimeout.toMillis();
        return new ReaderConnectionException(
                request + " did not succeed within the total time-out of " + millis + " ms (callTimeout; attempts: "
                        + attempts + "): "
                        + (failure == null ? "it waited to be sent" : failure.getMessage()),
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
