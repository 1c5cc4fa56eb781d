package dev.reader.client.internal.http;

import java.time.Duration;

/** The instant by which something must be over, on the monotonic clock of a {@link Time}; possibly never. Immutable. */
public final class Deadline {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);
    private static final Deadline NEVER = new Deadline(Time.SYSTEM, LONGEST.toNanos(), true);

    private final Time time;
    private final long nanos;
    private final boolean never;

    private Deadline(Time time, long nanos, boolean never) {
        this.time = time;
        this.nanos = nanos;
        this.never = never;
    }

    /** {@return the deadline that never passes} */
    public static Deadline never() {
        return NEVER;
    }

    /** Returns the deadline that passes after a duration from now; one of more than 70 years never passes. */
    public static Deadline after(Duration duration, Time time) {
        return duration.compareTo(LONGEST) >= 0 ? NEVER : new Deadline(time, time.nanos() + duration.toNanos(), false);
    }

    /** Returns a deadline that has passed, for a look at what is there without waiting for it. */
    public static Deadline now(Time time) {
        return after(Duration.ZERO, time);
    }

    public boolean isNever() {
        return never;
    }

    public boolean hasPassed() {
        return !never && nanos - time.nanos() <= 0;
    }

    /** {@return how long it is until the deadline; zero once it has passed, 70 years if it never does} */
    public Duration remaining() {
        return never ? LONGEST : Duration.ofNanos(Math.max(0, nanos - time.nanos()));
    }

    /** {@return the duration, shortened to what remains} */
    public Duration cap(Duration duration) {
        Duration remaining = remaining();
        return remaining.compareTo(duration) < 0 ? remaining : duration;
    }

    /** {@return the earlier of this deadline and another one of the same clock} */
    public Deadline orSooner(Deadline other) {
        if (other.never || never) {
            return never ? other : this;
        }
        return nanos - other.nanos <= 0 ? this : other;
    }

    @Override
    public String toString() {
        return never ? "never" : "in " + remaining();
    }
}
