package dev.reader.client;

import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.RetryPolicy;
import dev.reader.client.internal.http.StreamEnd;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides, for one stream, when it is opened again and when no more: waits by the policy of every request, and begins with
 * short waits again after the stream has stood for a minute. Used by the thread that reads the stream.
 */
final class Reconnects {
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    private final ClientResources resources;
    private final RetryPolicy policy;
    private final Limits limits;
    private long reachedAt;
    private int failed;
    private int sinceReached;
    private int refusals;
    private int silences;

    /**
     * What is put up with.
     *
     * @param unreachable how long the server may be out of reach; null for ever
     * @param refusals how often the server may answer with a failure of its own in a row
     * @param silences how often the stream may fall silent in a row
     * @param deadlineNanos when it all ends by a {@code DeadlineException}, or {@link Patience#NONE}
     * @param broken what it comes to when the server was out of reach too long: from the attempts and the last failure
     */
    record Limits(
            @Nullable Duration unreachable,
            int refusals,
            int silences,
            long deadlineNanos,
            BiFunction<Integer, ReaderException, ReaderException> broken) {

        /** Until the server was out of reach for too long, or says no. */
        static Limits unreachableFor(Duration duration, BiFunction<Integer, ReaderException, ReaderException> broken) {
            return new Limits(duration, Integer.MAX_VALUE, Integer.MAX_VALUE, Patience.NONE, broken);
        }

        /** For ever. */
        static Limits none() {
            return new Limits(null, Integer.MAX_VALUE, Integer.MAX_VALUE, Patience.NONE, (attempts, cause) -> cause);
        }

        /** As long as the stream looks as if it could be had, and a deadline at most. */
        static Limits whileItCanBeHad(long deadlineNanos) {
            return new Limits(null, 3, 2, deadlineNanos, (attempts, cause) -> cause);
        }
    }

    Reconnects(ClientResources resources, RetryPolicy policy, Limits limits) {
        this.resources = resources;
        this.policy = policy;
        this.limits = limits;
        this.reachedAt = resources.time().nanos();
    }

    /** Which attempt in a row the next one is. */
    int attempt() {
        return sinceReached + 1;
    }

    long deadlineNanos() {
        return limits.deadlineNanos();
    }

    /**
     * Waits until the stream is to be opened again.
     *
     * @return null, or why it is given up
     */
    @Nullable
    ReaderException awaitNext(StreamEnd end) {
        Failure<?> failure = failure(end);
        ReaderException cause = failure.exception();
        sinceReached++;
        note(end, failure);
        if (refusals >= limits.refusals() || silences >= limits.silences()) {
            return cause;
        }
        Optional<Duration> delay = delay(failure);
        if (delay.isEmpty()) {
            return cause;
        }
        if (isOutOfReach()) {
            return limits.broken().apply(sinceReached, cause);
        }
        // One more attempt is made at the very end of what is put up with.
        pause(least(delay.get(), left()));
        return null;
    }

    /**
     * Waits until the stream is to be opened again, which it is whatever it came to.
     *
     * @param longest how long at most, whatever the server asks for
     */
    void awaitNextInAnyCase(StreamEnd end, Duration longest) {
        Failure<?> failure = failure(end);
        sinceReached++;
        note(end, failure);
        Duration delay = delay(new Failure<>(failure.exception(), Kind.UNCERTAIN, failure.retryAfter()))
                .orElse(longest);
        pause(least(delay, left()));
    }

    /** Why the connection ended. */
    static Failure<?> failure(StreamEnd end) {
        if (end instanceof StreamEnd.NotOpened notOpened) {
            return notOpened.failure();
        }
        if (end instanceof StreamEnd.Cut cut) {
            return new Failure<>(cut.cause(), Kind.UNCERTAIN);
        }
        if (end instanceof StreamEnd.Unusable unusable) {
            return new Failure<>(unusable.cause(), Kind.FINAL);
        }
        throw new IllegalArgumentException("no failure: " + end);
    }

    private void note(StreamEnd end, Failure<?> failure) {
        failed++;
        if (end instanceof StreamEnd.Cut cut) {
            refusals = 0;
            boolean healthy = cut.stood().compareTo(HEALTHY) >= 0;
            if (healthy) {
                failed = 1;
            }
            silences = cut.silent() ? (healthy ? 1 : silences + 1) : cut.heard() ? 0 : silences;
            if (cut.heard()) {
                reachedAt = resources.time().nanos();
                sinceReached = 0;
            }
        } else if (failure.exception() instanceof ReaderApiException && failure.kind() == Kind.UNCERTAIN) {
            refusals++;
        } else if (failure.exception().getCause() instanceof InterruptedIOException) {
            silences++;
        }
    }

    private Optional<Duration> delay(Failure<?> failure) {
        return policy.delay(failure, true, failed, failed, new Patience(true, true, limits.deadlineNanos()));
    }

    private void pause(Duration delay) {
        resources.pause(delay, "a wait for the stream to be opened again");
    }

    private Duration left() {
        long now = resources.time().nanos();
        long left = limits.deadlineNanos() == Patience.NONE ? Long.MAX_VALUE : limits.deadlineNanos() - now;
        Duration unreachable = limits.unreachable();
        if (unreachable != null) {
            left = Math.min(left, reachedAt + unreachable.toNanos() - now);
        }
        return Duration.ofNanos(Math.max(0, left));
    }

    private boolean isOutOfReach() {
        Duration unreachable = limits.unreachable();
        return unreachable != null && resources.time().nanos() - reachedAt >= unreachable.toNanos();
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
