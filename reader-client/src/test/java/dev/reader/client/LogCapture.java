package dev.reader.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** The logging of the tests: keeps every line of every level while a capture is open, and drops it otherwise. */
public final class LogCapture implements SLF4JServiceProvider {
    private static final List<LogCapture.Lines> OPEN = new CopyOnWriteArrayList<>();

    /**
     * A line that was logged.
     *
     * @param text its message, and the stack trace's messages where it had one
     */
    public record Line(Level level, String logger, String text) {}

    /** What is logged while this is open. */
    public static final class Lines implements AutoCloseable {
        private final List<Line> lines = new CopyOnWriteArrayList<>();

        public List<Line> all() {
            return lines;
        }

        public List<String> texts(Level level) {
            return lines.stream()
                    .filter(line -> line.level() == level)
                    .map(Line::text)
                    .toList();
        }

        @Override
        public void close() {
            OPEN.remove(this);
        }
    }

    public static Lines open() {
        Lines lines = new Lines();
        OPEN.add(lines);
        return lines;
    }

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new BasicMDCAdapter();

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Capturing::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    private static final class Capturing extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        Capturing(String name) {
            this.name = name;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return LogCapture.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable throwable) {
            String text = MessageFormatter.basicArrayFormat(pattern, arguments)
                    + (throwable == null ? "" : " " + Texts.of(throwable));
            OPEN.forEach(lines -> lines.lines.add(new Line(level, name, text)));
        }

        @Override
        public boolean isTraceEnabled() {
            return !OPEN.isEmpty();
        }

        @Override
        public boolean isDebugEnabled() {
            return !OPEN.isEmpty();
        }

        @Override
        public boolean isInfoEnabled() {
            return !OPEN.isEmpty();
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
