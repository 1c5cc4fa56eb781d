package dev.reader.client.internal.http;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The context of the thread that captured it, for tasks that other threads run on its behalf: the MDC of SLF4J, and whatever
 * the application's decorator of tasks carries over. Immutable and thread-safe.
 */
public final class TaskContext {
    /** The context of nobody, for tasks that calls share. */
    public static final TaskContext NONE = new TaskContext(new Capturer(null), null, null);

    private static final Logger LOG = LoggerFactory.getLogger(TaskContext.class);
    /** The task that the decorated {@link #runCurrent} runs on this thread. */
    private static final ThreadLocal<@Nullable Task> CURRENT = new ThreadLocal<>();

    private final Capturer capturer;
    private final @Nullable Map<String, String> mdc;
    private final @Nullable Runnable decorated;

    private TaskContext(Capturer capturer, @Nullable Map<String, String> mdc, @Nullable Runnable decorated) {
        this.capturer = capturer;
        this.mdc = mdc;
        this.decorated = decorated;
    }

    /** Captures the contexts of threads, with the decorator of one client. */
    static final class Capturer {
        private final @Nullable UnaryOperator<Runnable> decorator;
        private final AtomicBoolean warned = new AtomicBoolean();

        /** @param decorator the application's decorator of tasks, or null */
        Capturer(@Nullable UnaryOperator<Runnable> decorator) {
            this.decorator = decorator;
        }

        /** Captures the context of this thread; without that of the decorator if it fails. */
        TaskContext capture() {
            Map<String, String> mdc = MDC.getCopyOfContextMap();
            if (mdc != null && mdc.isEmpty()) {
                mdc = null;
            }
            Runnable decorated = decorator == null ? null : decorated(decorator);
            return mdc == null && decorated == null ? NONE : new TaskContext(this, mdc, decorated);
        }

        private @Nullable Runnable decorated(UnaryOperator<Runnable> operator) {
            try {
                return Objects.requireNonNull(operator.apply(TaskContext::runCurrent), "the decorator returned null");
            } catch (RuntimeException | Error e) {
                warn("failed", e);
                return null;
            }
        }

        private void warn(String fault, @Nullable Throwable cause) {
            if (warned.compareAndSet(false, true)) {
                LOG.warn("the task decorator of the application {}; tasks run without its context", fault, cause);
            }
        }
    }

    /** Returns the task, to be run in this context. */
    Runnable wrap(Runnable task) {
        return this == NONE ? task : () -> run(task);
    }

    /** Returns the task, to be called in this context. */
    public <T> Callable<T> wrap(Callable<T> task) {
        if (this == NONE) {
            return task;
        }
        return () -> {
            FutureTask<T> done = new FutureTask<>(task);
            run(done);
            try {
                return done.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception failure) {
                    throw failure;
                }
                throw (Error) e.getCause();
            }
        };
    }

    /** Runs a task on this thread, in this context. Throws what the task throws. */
    public void run(Runnable task) {
        if (mdc == null) {
            runDecorated(task);
            return;
        }
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.setContextMap(mdc);
        try {
            runDecorated(task);
        } finally {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }

    private void runDecorated(Runnable runnable) {
        if (decorated == null) {
            runnable.run();
            return;
        }
        Task task = new Task(runnable);
        Task outer = CURRENT.get();
        CURRENT.set(task);
        try {
            decorated.run();
        } catch (RuntimeException | Error e) {
            if (task.begun) {
                throw e;
            }
            capturer.warn("failed", e);
        } finally {
            CURRENT.set(outer);
        }
        if (!task.begun) {
            // A call must not hang because the application's code drops a task.
            capturer.warn("did not run a task", null);
            task.run();
        }
    }

    private static void runCurrent() {
        Task task = CURRENT.get();
        if (task != null) {
            task.run();
        }
    }

    /** A task that runs once. Used by one thread. */
    private static final class Task implements Runnable {
        private final Runnable runnable;
        private boolean begun;

        Task(Runnable runnable) {
            this.runnable = runnable;
        }

        @Override
        public void run() {
            if (!begun) {
                begun = true;
                runnable.run();
            }
        }
    }
}
