package dev.reader.client.internal.http;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Creates threads that don't keep the JVM alive. */
final class DaemonThreads {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonThreads.class);

    private DaemonThreads() {}

    static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(() -> runWithoutContext(task), name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            // The owner of a task delivers its failure; a thread that ends must not print it.
            thread.setUncaughtExceptionHandler((ended, e) -> LOG.debug("{} ended: {}", ended.getName(), e.toString()));
            return thread;
        };
    }

    /** Some loggers let a new thread inherit the MDC of its creator, which made one call of many. */
    private static void runWithoutContext(Runnable task) {
        MDC.clear();
        task.run();
    }
}
