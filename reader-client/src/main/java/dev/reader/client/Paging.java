package dev.reader.client;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.internal.http.ClientResources;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** The pieces from which lists are fetched page by page. */
final class Paging {
    /** The most that a page of a list holds (docs/reader-api.md §1). */
    static final int LARGEST_LIMIT = 100;

    private Paging() {}

    /**
     * One page of a list.
     *
     * @param total how many entries the list has
     */
    record Slice<T>(List<T> items, int total, boolean hasMore) {}

    /** Asks the server for one page of a list. */
    interface Source<T> {
        Slice<T> fetch(int skip, int limit);
    }

    static <T> Future<T> submit(ClientResources resources, Callable<T> task) {
        try {
            return resources.workers().submit(task);
        } catch (RejectedExecutionException e) {
            throw new ReaderConnectionException("the client was closed while results were fetched", e, false, null);
        }
    }

    /** Waits for a fetch that runs on a worker, and ends it when this thread is interrupted. */
    static <T> T await(Future<T> fetch) {
        try {
            if (Thread.interrupted()) {
                // Also where the fetch is over, and get() would not look.
                throw new InterruptedException();
            }
            return fetch.get();
        } catch (InterruptedException e) {
            fetch.cancel(true);
            Thread.currentThread().interrupt();
            throw new ReaderInterruptedException("interrupted while results were fetched", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ReaderException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
