package dev.reader.client.internal.stream;

import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.RetryPolicy;
import dev.reader.client.internal.http.StreamEnd;
import dev.reader.client.internal.http.Time;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to reconnect one stream and when to give up. Backs off by the policy of every request, and starts over
 * with short delays once a connection has stood for a minute. Decides only; the caller waits. Not thread-safe.
 */
public final class ReconnectPolicy {
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    private final RetryPolicy retries;
    private final Time time;
    private final Limits limits;
    private long lastReached;
    private int failures;
    private int failuresSinceReached;
    private int errorResponses;
    private int idleTimeouts;

    /** The decision after a connection has ended. */
    public sealed interface Decision {
        /** Reconnect after a delay. */
        record Reconnect(Duration delay) implements Decision {}

        /** Don't reconnect. */
        record GiveUp(ReaderException cause) implements Decision {}
    }

    /**
     * When to give up.
     *
     * @param unreachable how long the server may be out of reach, or null for any time
     * @param maxErrorResponses how many error responses in a row end it
     * @param maxIdleTimeouts how many idle time-outs in a row end it
     * @param maxDelay the longest delay, if every failure but 401 and 403 is retried; else null
     * @param broken creates the exception for a server out of reach, from the number of attempts and the last failure
     */
    private record Limits(
            @Nullable Duration unreachable,
            int maxErrorResponses,
            int maxIdleTimeouts,
            @Nullable Duration maxDelay,
            BiFunction<Integer, ReaderException, ReaderException> broken) {}

    private ReconnectPolicy(RetryPolicy retries, Time time, Limits limits) {
        this.retries = retries;
        this.time = time;
        this.limits = limits;
        this.lastReached = time.nanos();
    }

    /** Gives up on a failure that retrying cannot cure, or once the server was out of reach for too long. */
    public static ReconnectPolicy untilUnreachableFor(
            Duration duration,
            BiFunction<Integer, ReaderException, ReaderException> broken,
            RetryPolicy retries,
            Time time) {
        return new ReconnectPolicy(
                retries, time, new Limits(duration, Integer.MAX_VALUE, Integer.MAX_VALUE, null, broken));
    }

    /** Gives up as soon as the server does not seem to offer the stream, so that the caller polls instead. */
    public static ReconnectPolicy whileAvailable(RetryPolicy retries, Time time) {
        return new ReconnectPolicy(retries, time, new Limits(null, 3, 2, null, (attempts, cause) -> cause));
    }

    /** Gives up on 401 and 403 only. */
    public static ReconnectPolicy forever(Duration maxDelay, RetryPolicy retries, Time time) {
        return new ReconnectPolicy(
                retries,
                time,
                new Limits(null, Integer.MAX_VALUE, Integer.MAX_VALUE, maxDelay, (attempts, cause) -> cause));
    }

    /** {@return the number of the next attempt in a row} */
    int attempt() {
        return failuresSinceReached + 1;
    }

    /**
     * Decides what follows the end of a connection.
     *
     * @param receivedAnything whether any byte of the stream arrived
     */
    public Decision next(StreamEnd end, boolean receivedAnything) {
        Failure<?> failure = failure(end);
        ReaderException cause = failure.exception();
        count(end, failure, receivedAnything);
        if (limits.maxDelay() != null) {
            return isRefused(cause) ? new Decision.GiveUp(cause) : new Decision.Reconnect(delayInAnyCase(failure));
        }
        if (errorResponses >= limits.maxErrorResponses() || idleTimeouts >= limits.maxIdleTimeouts()) {
            return new Decision.GiveUp(cause);
        }
        Optional<Duration> delay = delay(failure);
        if (delay.isEmpty()) {
            return new Decision.GiveUp(cause);
        }
        Duration unreachable = limits.unreachable();
        if (unreachable == null) {
            return new Decision.Reconnect(delay.get());
        }
        Duration left = unreachable.minusNanos(time.nanos() - lastReached);
        if (left.isNegative() || left.isZero()) {
            return new Decision.GiveUp(limits.broken().apply(failuresSinceReached, cause));
        }
        // The last attempt is made when the time is up.
        return new Decision.Reconnect(shorter(delay.get(), left));
    }

    /** Returns why a connection ended. */
    static Failure<?> failure(StreamEnd end) {
        if (end instanceof StreamEnd.NotOpened notOpened) {
            return notOpened.failure();
        }
        if (end instanceof StreamEnd.Cut cut) {
            return new Failure<>(cut.cause(), Kind.AMBIGUOUS);
        }
        if (end instanceof StreamEnd.Unusable unusable) {
            return new Failure<>(unusable.cause(), Kind.FINAL);
        }
        throw new IllegalArgumentException("not a failure: " + end);
    }

    private static boolean isRefused(ReaderException cause) {
        return cause instanceof ReaderApiException refusal
                && (refusal.statusCode() == 401 || refusal.statusCode() == 403);
    }

    private void count(StreamEnd end, Failure<?> failure, boolean receivedAnything) {
        failures++;
        failuresSinceReached++;
        if (end instanceof StreamEnd.Cut cut) {
            errorResponses = 0;
            boolean healthy = cut.stood().compareTo(HEALTHY) >= 0;
            if (healthy) {
                failures = 1;
            }
            idleTimeouts = cut.idle() ? (healthy ? 1 : idleTimeouts + 1) : receivedAnything ? 0 : idleTimeouts;
            if (receivedAnything) {
                lastReached = time.nanos();
                failuresSinceReached = 0;
            }
        } else if (failure.exception() instanceof ReaderApiException && failure.kind() == Kind.AMBIGUOUS) {
            errorResponses++;
        } else if (failure.exception().getCause() instanceof InterruptedIOException) {
            idleTimeouts++;
        }
    }

    private Optional<Duration> delay(Failure<?> failure) {
        return retries.delay(failure, true, failures, failures, RetryLimits.UNCOUNTED);
    }

    private Duration delayInAnyCase(Failure<?> failure) {
        Duration maxDelay = java.util.Objects.requireNonNull(limits.maxDelay());
        Failure<?> retryable = new Failure<>(failure.exception(), Kind.AMBIGUOUS, failure.retryAfter());
        return shorter(delay(retryable).orElse(maxDelay), maxDelay);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
