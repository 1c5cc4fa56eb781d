package dev.reader.examples.rag;

import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.model.Page;
import dev.reader.client.run.BatchRun;
import dev.reader.client.run.FailedUrl;
import dev.reader.client.run.RunPage;
import dev.reader.client.run.RunReport;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a run, one at a time.
 *
 * <p>The first request for a page starts a daemon thread that executes the run. It gives a page and waits until the next
 * one is requested, so that a page counts as handled only after the consumer is done with it. The thread ends with the run,
 * or with {@link #close}, which wakes or interrupts it and waits for its end.
 */
final class RunPages implements Iterator<Page>, AutoCloseable {
    private final BatchRun run;
    private @Nullable Thread thread;
    private @Nullable Page next;
    private boolean requested;
    private boolean handling;
    private boolean ended;
    private boolean closed;
    private @Nullable RunReport report;
    private @Nullable Throwable failure;

    private RunPages(BatchRun.Builder run) {
        this.run = run.onPage(this::give).build();
    }

    /**
     * Executes a run, or resumes it, and returns its pages as they arrive. Nothing is sent before the first page is
     * requested. The run holds a part of its results, up to 100 pages. The stream must be closed. That stops the run, which the
     * same call resumes later; pages that were not consumed come again.
     *
     * @param run its handler is replaced
     * @param onFailed gets the URL and the error of each page that failed, or that has no Markdown
     * @param onEnd gets the report, whose outcome tells whether the run is complete
     */
    static Stream<Page> of(BatchRun.Builder run, BiConsumer<String, String> onFailed, Consumer<RunReport> onEnd) {
        RunPages pages = new RunPages(run);
        Stream<Page> all = StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED | Spliterator.NONNULL), false);
        Stream<Page> end = Stream.of(pages).mapMulti((each, none) -> each.end(onFailed, onEnd));
        return Stream.concat(all.filter(page -> JobPages.hasMarkdown(page, onFailed)), end)
                .onClose(pages::close);
    }

    @Override
    public synchronized boolean hasNext() {
        if (next == null && !ended) {
            requested = true;
            start();
            notifyAll();
            try {
                while (next == null && !ended) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ReaderInterruptedException("interrupted while waiting for a page of the run", e);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return next != null;
    }

    @Override
    public synchronized Page next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the run has no further page");
        }
        Page page = next;
        next = null;
        return page;
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            if (running != null && !handling) {
                running.interrupt();
            }
            notifyAll();
        }
        try {
            if (running != null) {
                running.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start() {
        if (thread == null) {
            thread = new Thread(this::execute, "reader-run-pages");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void execute() {
        RunReport result = null;
        Throwable problem = null;
        try {
            result = run.execute();
        } catch (RuntimeException | Error e) {
            problem = e;
        }
        synchronized (this) {
            report = result;
            failure = problem;
            ended = true;
            notifyAll();
        }
    }

    /** Runs on the thread of the run. */
    private synchronized void give(RunPage page) throws InterruptedException {
        next = page.page();
        requested = false;
        handling = true;
        notifyAll();
        while (!requested && !closed) {
            wait();
        }
        handling = false;
        if (closed) {
            throw new CancellationException("the consumer closed the pages of the run");
        }
    }

    private void end(BiConsumer<String, String> onFailed, Consumer<RunReport> onEnd) {
        RunReport result;
        synchronized (this) {
            result = report;
        }
        if (result != null) {
            for (FailedUrl failed : result.failed()) {
                onFailed.accept(failed.url(), failed.reason());
            }
            onEnd.accept(result);
        }
    }
}
