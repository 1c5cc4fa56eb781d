package dev.reader.client.internal.http;

import dev.reader.client.error.ConflictException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import dev.reader.client.internal.http.Outcome.Success;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a request and retries it as {@link RetryPolicy} decides. Serves one call, on the calling thread. */
final class RetryingCall<T> {
    private static final Logger LOG = LoggerFactory.getLogger("dev.reader.client.http");

    private final ClientResources resources;
    private final Settings settings;
    private final RetryPolicy retryPolicy;
    private final ApiRequest request;
    private final RetryLimits limits;
    private final Deadline callDeadline;
    private final Deadline deadline;

    private int attempts;
    private int counted;
    private boolean ambiguous;

    RetryingCall(
            ClientResources resources,
            Settings settings,
            RetryPolicy retryPolicy,
            ApiRequest request,
            RetryLimits limits) {
        this.resources = resources;
        this.settings = settings;
        this.retryPolicy = retryPolicy;
        this.request = request;
        this.limits = limits;
        Duration callTimeout = settings.callTimeout();
        // A wait retries without a limit and has a deadline of its own.
        this.callDeadline = callTimeout == null || limits.uncountedFailures()
                ? Deadline.never()
                : Deadline.after(callTimeout, resources.time());
        this.deadline = limits.deadline().orSooner(callDeadline);
    }

    /** Returns the response. Only the response to a DELETE may lack data. */
    Envelope<T> run(Function<Attempt, Outcome<Envelope<T>>> sender) {
        @Nullable ReaderException last = null;
        while (true) {
            if (limits.deadline().hasPassed()) {
                throw new DeadlineException(last);
            }
            attempts++;
            Outcome<Envelope<T>> outcome = sender.apply(new Attempt(attempts, timeout(), ambiguous));
            if (outcome instanceof Success<Envelope<T>> success) {
                return success.value();
            }
            Failure<?> failure = (Failure<?>) outcome;
            last = failure.exception();
            if (ambiguous && request.isDelete() && isGone(last)) {
                return Envelope.empty();
            }
            pause(failure);
        }
    }

    private Duration timeout() {
        return deadline.cap(settings.timeoutOf(request));
    }

    /** Waits for the next attempt, or throws the failure if there is none. */
    private void pause(Failure<?> failure) {
        if (failure.kind() != Kind.THROTTLED || !limits.uncountedRateLimits()) {
            counted++;
        }
        ambiguous |= failure.kind() == Kind.AMBIGUOUS;
        boolean outcomeUnknown = ambiguous && !request.method().equals("GET");
        if (failure.kind() != Kind.FINAL && callDeadline.hasPassed()) {
            throw callTimedOut(failure.exception(), outcomeUnknown);
        }
        Duration delay = retryPolicy
                .delay(failure, request.repeatable(), counted, attempts, limits)
                .orElseThrow(failure::exception);
        if (!callDeadline.isNever() && delay.compareTo(callDeadline.remaining()) >= 0) {
            throw callTimedOut(failure.exception(), outcomeUnknown);
        }
        LOG.debug("{} is retried in {} ms", request, deadline.cap(delay).toMillis());
        resources.pause(delay, deadline, "the backoff of " + request, failure.exception(), outcomeUnknown);
    }

    private ReaderConnectionException callTimedOut(ReaderException last, boolean outcomeUnknown) {
        Duration callTimeout = settings.callTimeout();
        long millis = callTimeout == null ? 0 : callTimeout.toMillis();
        return new ReaderConnectionException(
                request + " did not succeed within the total time-out of " + millis + " ms (callTimeout; attempts: "
                        + attempts + "): " + last.getMessage(),
                last,
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
