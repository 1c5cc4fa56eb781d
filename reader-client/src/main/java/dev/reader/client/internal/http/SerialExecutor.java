package dev.reader.client.internal.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Runs actions on an executor one after the other, in their order and in the context of its creator. Thread-safe. */
public final class SerialExecutor {
    private final ClientResources resources;
    private final TaskContext context;
    private final Executor executor;
    private final Consumer<RuntimeException> onRejected;
    private final Queue<Runnable> actions = new ArrayDeque<>();
    private boolean running;

    /** @param onRejected runs once the executor has rejected an action; further ones are dropped */
    public SerialExecutor(ClientResources resources, Executor executor, Consumer<RuntimeException> onRejected) {
        this.resources = resources;
        this.context = resources.context();
        this.executor = executor;
        this.onRejected = onRejected;
    }

    /** Runs an action, which must not throw. */
    public void execute(Runnable action) {
        synchronized (this) {
            actions.add(action);
            if (running) {
                return;
            }
            running = true;
        }
        resources.handOver(context, executor, this::run, onRejected);
    }

    private void run() {
        while (true) {
            Runnable next;
            synchronized (this) {
                next = actions.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            next.run();
        }
    }
}
