package dev.reader.client.internal.jobs;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.stream.BoundedBuffer;
import dev.reader.client.internal.stream.EventFeed;
import dev.reader.client.internal.stream.ReconnectPolicy;
import dev.reader.client.model.Job;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream and asks questions beside it, and runs everything that follows from them on one consuming thread.
 *
 * <p>The consuming thread calls {@link #step}; it blocks only there. A worker of the client reads the stream, and further
 * workers ask {@link Questions}. Events and answers reach the consuming thread through a
 * bounded buffer, in which events wait by their weight on the wire; a slow consumer thereby slows the server. {@link #close},
 * from any thread, ends the workers and wakes the consumer, as does the closing of the client.
 */
final class JobWatcher<E> implements AutoCloseable {
    static final int MAX_WEIGHT_AHEAD = 256 * 1024;
    private static final int MAX_EVENTS_AHEAD = 256;
    private static final Duration LONG = Duration.ofDays(1);

    private final ClientResources resources;
    private final String name;
    private final Handler<E> handler;
    private final BoundedBuffer<Runnable> inputs;
    private final EventFeed feed;
    private final Set<JobWatch> watches = new LinkedHashSet<>();
    private final Questions questions;
    private final Runnable onClientClose = this::clientClosed;
    private final AtomicReference<@Nullable Runnable> onReady = new AtomicReference<>();
    private final Object timerLock = new Object();
    /** Drops the timer that wakes a consumer that does not wait in {@link #step}; guarded by the lock, like its time. */
    private @Nullable Runnable timer;

    private long timerDue;
    private volatile boolean closed;

    /** Handles events and answers on the consuming thread. {@link #step} rethrows its exceptions. */
    interface Handler<E> {
        void connected();

        void event(E event);

        /** An event could not be read. */
        void unreadable(String event, String reason);

        /** The connection is lost, or could not be opened, and is opened again. */
        void disconnected(ReaderException cause);

        /** The stream is not available any more. */
        void gaveUp(ReaderException cause);

        /** Returns how the record of a watched job is read, which a worker then does. */
        Callable<Job> question(JobWatch watch);

        /** The record of a watched job, as the question returned it. */
        void answered(JobWatch watch, Job job);

        /** The record of a watched job could not be read. */
        void notAnswered(JobWatch watch, RuntimeException failure);
    }

    /**
     * Starts nothing yet.
     *
     * @param name what is watched, for messages: "the stream of job 1"
     */
    JobWatcher(
            Transport transport,
            String name,
            ApiRequest stream,
            ReconnectPolicy policy,
            EventDecoder<E> decoder,
            Handler<E> handler) {
        this.resources = transport.resources();
        this.name = name;
        this.handler = handler;
        this.inputs = new BoundedBuffer<>(resources.time(), MAX_EVENTS_AHEAD, MAX_WEIGHT_AHEAD);
        this.questions = new Questions(resources, inputs::post);
        this.feed = new EventFeed(transport, stream, policy, new EventIntake<>(this, decoder, handler));
        resources.onClose(onClientClose);
    }

    long now() {
        return resources.time().nanos();
    }

    /** Plans questions about a job; none is due until the watch is told of something. */
    JobWatch watch(String jobId) {
        JobWatch watch = new JobWatch(jobId, now());
        watches.add(watch);
        return watch;
    }

    void unwatch(JobWatch watch) {
        watches.remove(watch);
    }

    /** Runs an action on the consuming thread. Called by any thread. */
    void post(Runnable action) {
        inputs.post(action);
    }

    void startFeed() {
        feed.start();
    }

    /** Reads on after an event that ends a stream but did not end the job. */
    void resumeFeed() {
        feed.resume();
    }

    void stopFeed() {
        feed.stop();
    }

    /**
     * Refuses to begin for an interrupted thread, so that nothing is sent.
     *
     * @throws ReaderInterruptedException if this thread is interrupted
     */
    void checkNotInterrupted() {
        resources.checkNotInterrupted(name);
    }

    /**
     * Waits for what happens next and handles it.
     *
     * @return false if the deadline has passed
     * @throws ReaderInterruptedException if the consuming thread is interrupted
     */
    boolean step(Deadline deadline) {
        checkNotInterrupted();
        askDue();
        handleNext(deadline.cap(untilNextQuestion()));
        return !deadline.hasPassed();
    }

    /** Asks nothing more, and handles what happens until no question is under way or a deadline has passed. */
    void awaitAnswers(Deadline deadline) {
        while (questions.areOpen() && !closed && !deadline.hasPassed()) {
            handleNext(deadline.remaining());
        }
    }

    /**
     * Runs an action once, on any thread, when a step may have something to handle, for a consumer that does not wait in
     * {@link #step}. Forgets an earlier action.
     */
    void onReady(Runnable action) {
        onReady.set(action);
        Duration next = untilNextQuestion();
        if (next.compareTo(LONG) < 0) {
            wakeWithin(next);
        }
        inputs.onElement(this::wake);
    }

    private void wake() {
        Runnable action = onReady.getAndSet(null);
        if (action != null) {
            action.run();
        }
    }

    /** Sets the timer, unless it is due before: waking the consumer too early costs less than a timer for each batch. */
    private void wakeWithin(Duration delay) {
        synchronized (timerLock) {
            long due = now() + delay.toNanos();
            if (timer != null && timerDue - due <= 0) {
                return;
            }
            cancelTimer();
            timerDue = due;
            timer = resources.timers().schedule(delay, this::timeIsUp);
        }
        if (closed) {
            cancelTimer();
        }
    }

    private void timeIsUp() {
        synchronized (timerLock) {
            timer = null;
        }
        wake();
    }

    private void cancelTimer() {
        synchronized (timerLock) {
            if (timer != null) {
                timer.run();
                timer = null;
            }
        }
    }

    private void handleNext(Duration timeout) {
        Queue<Runnable> batch;
        try {
            batch = inputs.take(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReaderInterruptedException("interrupted while waiting for " + name, e);
        }
        batch.forEach(Runnable::run);
    }

    private Duration untilNextQuestion() {
        Duration next = LONG;
        if (!questions.areFull()) {
            long now = now();
            for (JobWatch watch : watches) {
                Duration until = watch.untilNextQuestion(now);
                next = until != null && until.compareTo(next) < 0 ? until : next;
            }
        }
        return next;
    }

    private void askDue() {
        long now = now();
        for (JobWatch watch : watches) {
            if (questions.areFull()) {
                return;
            }
            if (watch.isDue(now)) {
                watch.asked();
                ask(
                        1,
                        handler.question(watch),
                        job -> handler.answered(watch, job),
                        failure -> handler.notAnswered(watch, failure));
            }
        }
    }

    /**
     * Asks a question on a worker, and hands the answer, or what it failed with, to the consuming thread.
     *
     * @param workers how many workers it keeps busy, itself included
     */
    <T> void ask(int workers, Callable<T> question, Consumer<T> onAnswer, Consumer<RuntimeException> onFailure) {
        questions.ask(workers, question, onAnswer, onFailure);
    }

    /**
     * Hands events that were not read from the stream to the consuming thread, once it has taken everything before them.
     * Called by a question's worker.
     */
    void put(Queue<Runnable> batch) {
        put(batch, MAX_WEIGHT_AHEAD);
    }

    /** Hands events that were read from the stream to the consuming thread. Called by the feed's worker. */
    void put(Queue<Runnable> batch, long weight) {
        try {
            inputs.put(batch, weight);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReaderInterruptedException(name + " was interrupted", e);
        }
    }

    /** The feed has failed unexpectedly, or was closed. Called by its worker. */
    void feedFailed(Throwable failure) {
        if (closed || failure instanceof CancellationException || resources.isClosed()) {
            return;
        }
        inputs.post(() -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
        });
    }

    boolean isClosed() {
        return closed;
    }

    private void clientClosed() {
        inputs.post(() -> {
            throw new ReaderConnectionException("the client was closed during " + name, null, false, null);
        });
    }

    @Override
    public void close() {
        closed = true;
        resources.removeOnClose(onClientClose);
        inputs.close();
        cancelTimer();
        feed.close();
        questions.close();
    }
}
