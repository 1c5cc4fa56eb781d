package dev.reader.examples.desk.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.event.EventRecordingLogger;
import org.slf4j.event.Level;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.SubstituteLogger;

class RepeatedWarningsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Queue<SubstituteLoggingEvent> events = new ArrayDeque<>();
    private final RepeatedWarnings warnings = new RepeatedWarnings(
            new EventRecordingLogger(new SubstituteLogger("desk", events, false), events), nanos::get);

    @Test
    void anHourOfFailures_isOneLineAMinute_withoutStacks() {
        for (int second = 0; second < 3_600; second++) {
            warnings.warn("the lease can't be renewed", new IllegalStateException("the database is gone"));
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(lines()).hasSize(60);
        assertThat(lines().get(0)).isEqualTo("WARN the lease can't be renewed: the database is gone");
        assertThat(lines().get(1))
                .isEqualTo("WARN the lease can't be renewed: the database is gone"
                        + " (59 more times since the last such warning)");
    }

    @Test
    void anotherKind_isLoggedAtOnce() {
        warnings.warn("one", "a");
        warnings.warn("one", "b");
        warnings.warn("two", "c");

        assertThat(lines()).containsExactly("WARN one: a", "WARN two: c");
    }

    /** Returns what was logged above the level DEBUG. */
    private List<String> lines() {
        return events.stream()
                .filter(event -> event.getLevel() != Level.DEBUG)
                .map(event -> event.getLevel() + " "
                        + MessageFormatter.basicArrayFormat(event.getMessage(), event.getArgumentArray())
                        + (event.getThrowable() == null ? "" : " with a stack"))
                .toList();
    }
}
