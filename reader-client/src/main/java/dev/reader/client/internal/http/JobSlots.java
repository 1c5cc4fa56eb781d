package dev.reader.client.internal.http;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The line of calls that wait to create a job until the workspace has a slot for it ({@code concurrency_limited}). Only the
 * first in the line tries: when the client learns of a job's end, and otherwise with backoff, since jobs of other clients
 * end unseen. Decides only; the callers wait. Thread-safe.
 */
final class JobSlots {
    private static final long FIRST_BACKOFF = Duration.ofSeconds(5).toNanos();
    private static final long MAX_BACKOFF = Duration.ofSeconds(60).toNanos();

    private final Time time;
    private final DoubleSupplier jitter;
    private final WaitingLine line = new WaitingLine();
    private int freed;

    JobSlots(Time time, DoubleSupplier jitter) {
        this.time = time;
        this.jitter = jitter;
    }

    /** A job has ended, so that there may be a slot. */
    void jobEnded() {
        Runnable wake;
        synchronized (line) {
            if (line.size() == 0) {
                return;
            }
            freed++;
            wake = line.wakeOfNext();
        }
        wake.run();
    }

    /** {@return whether any call waits, so that a new one has to line up} */
    boolean isContended() {
        synchronized (line) {
            return line.size() > 0;
        }
    }

    /** Lines up. */
    Ticket enter(Runnable wake) {
        Ticket ticket = new Ticket(new WaitingLine.Place(false, wake));
        synchronized (line) {
            if (line.size() == 0) {
                freed = 0;
            }
            line.add(ticket.place);
        }
        return ticket;
    }

    /** The place of one call. */
    final class Ticket {
        private final WaitingLine.Place place;
        private int refusals;
        private long notBefore = time.nanos();
        private long nextTry = notBefore;

        private Ticket(WaitingLine.Place place) {
            this.place = place;
        }

        /** Returns zero if the call is to try now, else how long to wait before asking again, unless woken earlier. */
        Duration ask() {
            synchronized (line) {
                if (!line.isNext(place)) {
                    return RequestGate.UNTIL_WOKEN;
                }
                long now = time.nanos();
                if (freed > 0 && now - notBefore >= 0) {
                    freed--;
                    return Duration.ZERO;
                }
                long until = freed > 0 ? notBefore : nextTry;
                return Duration.ofNanos(Math.max(0, until - now));
            }
        }

        /**
         * There was no slot.
         *
         * @param retryAfter how long the server asks to wait, or null
         * @return the longest time until the next try
         */
        Duration refused(@Nullable Duration retryAfter) {
            synchronized (line) {
                long bound = Math.min(FIRST_BACKOFF << Math.min(refusals++, 10), MAX_BACKOFF);
                long backoff = bound / 2 + (long) (bound / 2.0 * jitter.getAsDouble());
                long asked = retryAfter == null ? 0 : retryAfter.toNanos();
                notBefore = time.nanos() + asked;
                nextTry = time.nanos() + Math.max(asked, backoff);
                return Duration.ofNanos(nextTry - time.nanos());
            }
        }

        /** Leaves the line: the job is created, or the call has given up. */
        void leave() {
            Runnable wake;
            synchronized (line) {
                if (!line.remove(place)) {
                    return;
                }
                wake = line.wakeOfNext();
            }
            wake.run();
        }
    }
}
