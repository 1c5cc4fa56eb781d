package dev.reader.examples.desk.logging;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs warnings that repeat while something is down: the first of a kind at once, then one a minute, which tells how many
 * were left out. The stack goes to the level DEBUG. Thread-safe.
 */
public final class RepeatedWarnings {
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Map<String, Repetition> repetitions = new HashMap<>();

    private static final class Repetition {
        private long loggedAt;
        private int leftOut;
    }

    public RepeatedWarnings(Logger log) {
        this(log, System::nanoTime);
    }

    RepeatedWarnings(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** Logs what failed and why, unless it failed within the last minute too. */
    public void warn(String what, Throwable failure) {
        warn(what, String.valueOf(failure.getMessage()));
        log.debug("{}", what, failure);
    }

    /** Logs what failed and why, unless it failed within the last minute too. */
    public void warn(String what, String why) {
        int leftOut;
        synchronized (repetitions) {
            Repetition repetition = repetitions.get(what);
            long now = nanoTime.getAsLong();
            if (repetition == null) {
                repetition = new Repetition();
                repetitions.put(what, repetition);
            } else if (now - repetition.loggedAt < INTERVAL_NANOS) {
                repetition.leftOut++;
                return;
            }
            leftOut = repetition.leftOut;
            repetition.leftOut = 0;
            repetition.loggedAt = now;
        }
        if (leftOut == 0) {
            log.warn("{}: {}", what, why);
        } else {
            log.warn("{}: {} ({} more times since the last such warning)", what, why, leftOut);
        }
    }
}
