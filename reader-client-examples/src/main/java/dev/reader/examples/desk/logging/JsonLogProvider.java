package dev.reader.examples.desk.logging;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Writes each log entry of level INFO and above as one line of JSON to standard error. {@link #select} chooses it, before
 * anything is logged.
 */
public final class JsonLogProvider implements SLF4JServiceProvider {
    /** As in simplelogger.properties. */
    private static final Pattern MUTED =
            Pattern.compile("com\\.github\\.kagkarlsson\\.scheduler\\.Run(UntilShutdown|AndLogErrors)");

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();

    /** Makes SLF4J use this provider instead of the one that it finds. */
    public static void select() {
        System.setProperty("slf4j.provider", JsonLogProvider.class.getName());
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name ->
                MUTED.matcher(name).matches() ? NOPLogger.NOP_LOGGER : loggers.computeIfAbsent(name, JsonLogger::new);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return new NOPMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}
}
