package dev.reader.client.internal.http;

import dev.reader.client.RateLimiter;
import dev.reader.client.ReaderListener.RateLimitReason;
import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the requests of a client go out: one after the other in the order of their arrival if there is a {@link RateLimiter},
 * and none while the server asks the client to pause.
 *
 * <p>A 429 with {@code Retry-After} pauses all requests of the client until it is over, instead of each finding out by
 * itself. Then they go out one by one, spread over the same time as callers that were throttled together. Decides only:
 * each caller asks with its {@link Ticket} until it is let through, and is woken when it is next. Thread-safe; calls the
 * limiter on the caller's thread, without holding a lock.
 */
final class RequestGate {
    /** The wait of a caller who is not next, and will be woken. */
    static final Duration UNTIL_WOKEN = Duration.ofDays(1);

    private final Time time;
    private final @Nullable RateLimiter limiter;
    private final DoubleSupplier jitter;
    private final WaitingLine line = new WaitingLine();
    private volatile @Nullable Pause pause;

    RequestGate(Time time, @Nullable RateLimiter limiter, DoubleSupplier jitter) {
        this.time = time;
        this.limiter = limiter;
        this.jitter = jitter;
    }

    /** A pause that the server asked for, and the time after it over which requests spread. */
    private static final class Pause {
        private final long end;
        private final long spread;
        private @Nullable Long nextRelease;

        Pause(long end, long spread) {
            this.end = end;
            this.spread = spread;
        }
    }

    /**
     * Returns whether a request may be sent without a ticket.
     *
     * @param pausable whether a pause applies to it
     */
    boolean letsThrough(boolean pausable) {
        return limiter == null && (pause == null || !pausable);
    }

    /**
     * Pauses all requests.
     *
     * @param duration how long the server asks to wait
     */
    void pause(Duration duration) {
        synchronized (line) {
            long end = time.nanos() + duration.toNanos();
            Pause current = pause;
            if (current == null || end - current.end > 0) {
                pause = new Pause(end, RetryPolicy.spreadBound(duration).toNanos());
            }
        }
    }

    /** Lines up. */
    Ticket enter(ApiRequest request, boolean pausable, boolean spread, Runnable wake) {
        Ticket ticket = new Ticket(new WaitingLine.Place(request.operation().isListPage(), wake), pausable, spread);
        synchronized (line) {
            line.add(ticket.place);
        }
        return ticket;
    }

    private void wakeNext() {
        Runnable wake;
        synchronized (line) {
            wake = line.wakeOfNext();
        }
        wake.run();
    }

    /** The place of one request in the line; used by one thread at a time, except {@link #leave}. */
    final class Ticket {
        private final WaitingLine.Place place;
        private final boolean pausable;
        private final boolean spread;
        private final long start = time.nanos();
        private boolean left;
        private @Nullable RateLimitReason reason;
        private @Nullable Permit permit;

        Ticket(WaitingLine.Place place, boolean pausable, boolean spread) {
            this.place = place;
            this.pausable = pausable;
            this.spread = spread;
        }

        /**
         * Asks to be let through.
         *
         * @return zero if the request may be sent, with the {@link #permit}; else how long to wait before asking again,
         *     unless woken earlier
         * @throws RuntimeException of the limiter; the ticket is then to be given up
         */
        Duration ask() {
            synchronized (line) {
                if (!line.isNext(place)) {
                    reason = reason == null ? reasonOfLine() : reason;
                    return UNTIL_WOKEN;
                }
                Duration paused = untilReleased();
                if (!paused.isZero()) {
                    reason = RateLimitReason.RETRY_AFTER;
                    return paused;
                }
            }
            Duration wait = limiter == null ? Duration.ZERO : limiter.tryAcquire();
            if (wait.compareTo(Duration.ZERO) > 0) {
                reason = reason == null ? RateLimitReason.LIMITER : reason;
                return wait;
            }
            synchronized (line) {
                permit = limiter == null ? Permit.UNLIMITED : new Permit(limiter, RequestGate.this::wakeNext);
                if (left) {
                    permit.unused();
                } else {
                    line.served(place);
                    released();
                }
            }
            wakeNext();
            return Duration.ZERO;
        }

        private RateLimitReason reasonOfLine() {
            return limiter == null ? RateLimitReason.RETRY_AFTER : RateLimitReason.LIMITER;
        }

        private Duration untilReleased() {
            Pause current = pause;
            if (current == null || !pausable) {
                return Duration.ZERO;
            }
            long now = time.nanos();
            if (now - current.end >= current.spread) {
                pause = null;
                return Duration.ZERO;
            }
            if (now - current.end < 0 || !spread) {
                return Duration.ofNanos(Math.max(0, current.end - now));
            }
            long release = current.nextRelease == null ? now + gap(current, now) : current.nextRelease;
            current.nextRelease = release;
            return Duration.ofNanos(Math.max(0, release - now));
        }

        private void released() {
            Pause current = pause;
            if (current != null && spread && pausable) {
                long now = time.nanos();
                current.nextRelease = now + gap(current, now);
            }
        }

        /** Returns a random time to the next release, so that all who wait are released within the time that is left. */
        private long gap(Pause current, long now) {
            long left = Math.max(0, current.end + current.spread - now);
            double even = (double) left / (line.size() + 1);
            return (long) Math.min((double) left, 2 * even * jitter.getAsDouble());
        }

        /** {@return the permit, once {@link #ask} has returned zero} */
        Permit permit() {
            return Objects.requireNonNull(permit);
        }

        /** {@return why the request had to wait, or null if it did not} */
        @Nullable
        RateLimitReason reason() {
            return reason;
        }

        /** {@return how long it has been in the line} */
        Duration waited() {
            return Duration.ofNanos(time.nanos() - start);
        }

        /** Gives up the place. */
        void leave() {
            synchronized (line) {
                left = true;
                if (!line.remove(place)) {
                    return;
                }
            }
            wakeNext();
        }
    }
}
