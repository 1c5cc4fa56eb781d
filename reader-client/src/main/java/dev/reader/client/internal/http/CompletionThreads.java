package dev.reader.client.internal.http;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that execute asynchronous calls, and that run the application's code if it sets no executor: virtual threads
 * where the JVM has them, else daemon threads, which end after an idle time. A call has a thread of its own, and completes its
 * future there; what else there is to run goes to an {@link ElasticPool}. Each may block as long as it likes without delaying
 * others. Closing interrupts none of them, since they run the application's code.
 */
final class CompletionThreads implements Executor {
    private static final @Nullable MethodHandle VIRTUAL = virtualThreads();

    private final Executor executor;
    private final Executor calls;

    /** @param virtual whether to use virtual threads where the JVM has them */
    CompletionThreads(Duration idleTime, boolean virtual) {
        if (virtual && VIRTUAL != null) {
            this.executor = newVirtualThreads(VIRTUAL);
            this.calls = executor;
        } else {
            this.executor = new ElasticPool(idleTime);
            this.calls = new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    idleTime.toNanos(),
                    TimeUnit.NANOSECONDS,
                    new SynchronousQueue<>(),
                    DaemonThreads.named("reader-client-calls"));
        }
    }

    @Override
    public void execute(Runnable action) {
        executor.execute(action);
    }

    /** Runs a call at once, on a thread of its own. */
    void executeCall(Runnable call) {
        calls.execute(call);
    }

    /** Lets idle threads end at once. Actions that follow, such as those that tell of the closing, still run. */
    void close() {
        if (executor instanceof ElasticPool pool) {
            pool.close();
        }
        if (calls instanceof ThreadPoolExecutor pool) {
            pool.setKeepAliveTime(0, TimeUnit.SECONDS);
        }
    }

    private static Executor newVirtualThreads(MethodHandle factory) {
        try {
            return (ExecutorService) factory.invokeExact();
        } catch (Throwable e) {
            throw new LinkageError("virtual threads can't be started", e);
        }
    }

    /** Looked up at run time, since the client is compiled for Java 17. */
    private static @Nullable MethodHandle virtualThreads() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}
