package dev.reader.client.internal.paging;

import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.internal.http.ClientResources;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A page that a worker of the client fetches. */
final class PageFuture<T> {
    private final Future<Slice<T>> fetch;

    PageFuture(ClientResources resources, Callable<Slice<T>> fetch) {
        this.fetch = resources.submit(fetch);
    }

    void cancel() {
        fetch.cancel(true);
    }

    /** Waits for the page; an interrupt of this thread cancels the fetch. */
    Slice<T> await() {
        try {
            if (Thread.interrupted()) {
                // get() ignores the interrupt of a fetch that is done.
                throw new InterruptedException();
            }
            return fetch.get();
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw new ReaderInterruptedException("interrupted while fetching results", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
