package dev.reader.examples.desk.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class RepeatedWarningsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RecordingLogger logger = new RecordingLogger();
    private final RepeatedWarnings warnings = new RepeatedWarnings(logger, nanos::get);

    @Test
    void anHourOfFailures_isOneLineAMinute_withoutStacks() {
        for (int second = 0; second < 3_600; second++) {
            warnings.warn("the lease can't be renewed", new IllegalStateException("the database is gone"));
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(logger.lines).hasSize(60);
        assertThat(logger.lines.get(0)).isEqualTo("WARN the lease can't be renewed: the database is gone");
        assertThat(logger.lines.get(1))
                .isEqualTo("WARN the lease can't be renewed: the database is gone"
                        + " (59 more times since the last such warning)");
    }

    @Test
    void anotherKind_isLoggedAtOnce() {
        warnings.warn("one", "a");
        warnings.warn("one", "b");
        warnings.warn("two", "c");

        assertThat(logger.lines).containsExactly("WARN one: a", "WARN two: c");
    }

    private static final class RecordingLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        private final transient List<String> lines = new ArrayList<>();

        @Override
        protected String getFullyQualifiedCallerName() {
            return "";
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String message, Object[] arguments, Throwable failure) {
            lines.add(level + " " + MessageFormatter.basicArrayFormat(message, arguments)
                    + (failure == null ? "" : " with a stack"));
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
