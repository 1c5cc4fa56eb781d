package dev.reader.client.internal.http;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The threads that complete futures and run the application's code if it sets no executor: virtual threads where the JVM has
 * them, else an {@link ElasticPool}. An action may block as long as it likes without delaying others.
 */
final class CompletionThreads implements Executor {
    private static final @Nullable MethodHandle VIRTUAL = virtualThreads();

    private final Executor executor;

    CompletionThreads(Duration idleTime) {
        this(idleTime, VIRTUAL != null);
    }

    CompletionThreads(Duration idleTime, boolean virtual) {
        this.executor = virtual ? newVirtualThreads() : new ElasticPool(idleTime);
    }

    @Override
    public void execute(Runnable action) {
        executor.execute(action);
    }

    /** Lets idle threads end at once. Actions that follow, such as those that tell of the closing, still run. */
    void close() {
        if (executor instanceof ElasticPool pool) {
            pool.close();
        }
    }

    private static Executor newVirtualThreads() {
        if (VIRTUAL == null) {
            throw new UnsupportedOperationException("this JVM has no virtual threads");
        }
        try {
            return (ExecutorService) VIRTUAL.invokeExact();
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
