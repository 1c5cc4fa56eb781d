package dev.reader.client.internal.jobs;

import dev.reader.client.internal.http.ClientResources;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * The questions of a {@link JobWatcher}: workers of the client ask them, up to {@value #MAX_OPEN} at once, and their answers
 * reach the consuming thread. That thread calls everything but {@link #close}, which any thread may call.
 */
final class Questions implements AutoCloseable {
    static final int MAX_OPEN = 16;

    private final ClientResources resources;
    private final Consumer<Runnable> consumingThread;
    private final Set<Question> started = ConcurrentHashMap.newKeySet();
    private final Queue<Question> waiting = new ArrayDeque<>();
    private int open;
    private volatile boolean closed;

    /** @param consumingThread runs an action on the consuming thread; called by any thread */
    Questions(ClientResources resources, Consumer<Runnable> consumingThread) {
        this.resources = resources;
        this.consumingThread = consumingThread;
    }

    /** {@return whether questions are under way} */
    boolean areOpen() {
        return open > 0;
    }

    /** {@return whether as many questions are under way as may be} */
    boolean areFull() {
        return open >= MAX_OPEN;
    }

    /**
     * Asks a question on a worker, and hands the answer, or what it failed with, to the consuming thread.
     *
     * @param workers how many workers it keeps busy, itself included
     */
    <T> void ask(int workers, Callable<T> question, Consumer<T> onAnswer, Consumer<RuntimeException> onFailure) {
        waiting.add(new Question(workers, () -> answer(workers, answerOf(question, onAnswer, onFailure))));
        start();
    }

    private void start() {
        Question next = waiting.peek();
        while (next != null && (open == 0 || open + next.workers <= MAX_OPEN)) {
            waiting.remove();
            open += next.workers;
            started.add(next);
            resources.execute(next);
            if (closed) {
                close();
            }
            next = waiting.peek();
        }
    }

    private void answer(int workers, Runnable answer) {
        consumingThread.accept(() -> {
            open -= workers;
            start();
            answer.run();
        });
    }

    private static <T> Runnable answerOf(
            Callable<T> question, Consumer<T> onAnswer, Consumer<RuntimeException> onFailure) {
        try {
            T answer = question.call();
            return () -> onAnswer.accept(answer);
        } catch (RuntimeException e) {
            return () -> onFailure.accept(e);
        } catch (Exception e) {
            return () -> onFailure.accept(new IllegalStateException(e));
        } catch (Error e) {
            return () -> {
                throw e;
            };
        }
    }

    /** Interrupts the workers that ask. */
    @Override
    public void close() {
        closed = true;
        started.forEach(question -> question.cancel(true));
    }

    private final class Question extends FutureTask<Void> {
        private final int workers;

        Question(int workers, Runnable question) {
            super(question, null);
            this.workers = workers;
        }

        @Override
        protected void done() {
            started.remove(this);
        }
    }
}
