package dev.reader.client.run;

import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to try another job. Starts without a limit and learns it when the server rejects a job: from then on, as many
 * jobs run as had been accepted. Jobs of others may take slots and free them, so a higher number is tried again after a
 * minute, unless the server says that all slots are the run's own. Not thread-safe.
 */
final class JobSlots {
    private static final Duration MIN_PAUSE = Duration.ofSeconds(5);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    private final Time time;
    private final int max;
    private int limit;
    private Deadline probe = Deadline.never();
    private Duration pause = MIN_PAUSE;

    /** @param max the highest number of jobs at once, or null for as many as the workspace allows */
    JobSlots(@Nullable Integer max, Time time) {
        this.time = time;
        this.max = max == null ? Integer.MAX_VALUE : max;
        this.limit = this.max;
    }

    boolean isFree(int active) {
        return active < limit || (active < max && probe.hasPassed());
    }

    void accepted(int active) {
        pause = MIN_PAUSE;
        if (active > limit) {
            // A slot of others became free, and maybe more.
            limit = max;
            probe = Deadline.never();
        }
    }

    /**
     * The server rejected a job.
     *
     * @param active the number of the run's active jobs
     * @param allowed the number that the server allows, or null if it does not say
     */
    void rejected(int active, @Nullable Integer allowed) {
        limit = active;
        if (allowed != null && allowed > 0 && allowed <= active) {
            probe = Deadline.never();
        } else if (active == 0) {
            probe = Deadline.after(pause, time);
            pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
        } else {
            probe = Deadline.after(MAX_PAUSE, time);
        }
    }

    /** When a slot may be free although none of the run's own jobs has ended. */
    Deadline nextProbe() {
        return probe;
    }
}
