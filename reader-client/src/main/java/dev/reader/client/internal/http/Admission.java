package dev.reader.client.internal.http;

import dev.reader.client.ReaderListener.RateLimitReason;
import dev.reader.client.ReaderListener.RateLimitWait;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Admits the attempts of one call, one after the other: waits for a slot for its job, if the server has refused one, and then
 * for the {@link RequestGate}. Decides only: the driver of the call asks until the attempt is admitted. Asked by one thread
 * at a time; any thread may {@link #leave}.
 */
final class Admission {
    private final ClientResources resources;
    private final ApiRequest request;
    private final Duration slotTimeout;
    private final boolean pausable;
    private final Runnable wake;
    private Deadline slotDeadline = Deadline.never();
    private JobSlots.@Nullable Ticket slot;
    private RequestGate.@Nullable Ticket place;
    private @Nullable Permit permit;
    private boolean slotGranted;
    private boolean throttled;
    private boolean left;

    /** @param wake runs when it is worth asking again before the wait is over; must not block */
    Admission(ClientResources resources, Settings settings, ApiRequest request, RetryLimits limits, Runnable wake) {
        this.resources = resources;
        this.request = request;
        this.slotTimeout = request.operation() == Operation.CREATE_JOB ? settings.slotTimeout() : Duration.ZERO;
        this.pausable = settings.maxRetries() > 0 || limits.uncountedRateLimits();
        this.wake = wake;
    }

    /** Returns zero if the next attempt is admitted, else how long to wait before asking again, unless woken earlier. */
    synchronized Duration ask() {
        Duration wait = untilSlot();
        return wait.isZero() ? untilSent() : wait;
    }

    private Duration untilSlot() {
        if (slot == null && waitsForSlots() && !left && resources.jobSlots().isContended()) {
            lineUpForSlot();
        }
        if (slot == null || slotGranted) {
            return Duration.ZERO;
        }
        Duration wait = slotDeadline.cap(slot.ask());
        // One last try is made when the time is up.
        slotGranted = wait.isZero();
        return wait;
    }

    /** {@return whether the call waits for a slot for its job} */
    boolean waitsForSlots() {
        return !slotTimeout.isZero();
    }

    private JobSlots.Ticket lineUpForSlot() {
        JobSlots.Ticket ticket = resources.jobSlots().enter(wake);
        slot = ticket;
        slotDeadline = Deadline.after(slotTimeout, resources.time());
        return ticket;
    }

    private Duration untilSent() {
        RequestGate.Ticket ticket = place;
        if (ticket == null) {
            if (left || resources.gate().letsThrough(pausable)) {
                permit = Permit.UNLIMITED;
                return Duration.ZERO;
            }
            ticket = resources.gate().enter(request, pausable, !throttled, wake);
            place = ticket;
        }
        try {
            Duration wait = ticket.ask();
            if (wait.isZero()) {
                permit = ticket.permit();
                place = null;
                report(ticket);
            }
            return wait;
        } catch (RuntimeException e) {
            ticket.leave();
            place = null;
            permit = Permit.failed(e);
            return Duration.ZERO;
        }
    }

    private void report(RequestGate.Ticket ticket) {
        RateLimitReason reason = ticket.reason();
        if (reason != null) {
            resources
                    .notifier()
                    .notify(listener -> listener.onRateLimitWait(
                            new RateLimitWait(request.operation().toString(), ticket.waited(), reason)));
        }
    }

    /** {@return the permit of the attempt that was admitted last} */
    synchronized Permit permit() {
        return Objects.requireNonNull(permit);
    }

    /**
     * The server asks this call to wait, and all others of the client with it.
     *
     * @param duration how long
     */
    synchronized void throttled(Duration duration) {
        throttled = true;
        resources.gate().pause(duration);
    }

    /**
     * The server had no slot for the job.
     *
     * @param retryAfter how long the server asks to wait, or null
     * @return the longest time until the next try; null if the time is up
     */
    synchronized @Nullable Duration slotRefused(@Nullable Duration retryAfter) {
        if (left || slotDeadline.hasPassed()) {
            return null;
        }
        JobSlots.Ticket ticket = slot == null ? lineUpForSlot() : slot;
        slotGranted = false;
        return slotDeadline.cap(ticket.refused(retryAfter));
    }

    /** Gives up what the call holds: it has ended. */
    synchronized void leave() {
        left = true;
        if (slot != null) {
            slot.leave();
        }
        if (place != null) {
            place.leave();
        }
        if (permit != null) {
            permit.unused();
        }
    }
}
