package dev.reader.client.internal.paging;

import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.publish.Source;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a list as a source. While it is waited for, a worker of the client iterates over one page; it holds that
 * page and the one that the iterator fetches ahead.
 */
public final class PagedSource<T> implements Source<T> {
    private final ClientResources resources;
    private final PageIterator<T> pages;
    private final Iterator<T> entries;
    private Queue<T> ready = new ArrayDeque<>();
    private @Nullable Throwable failure;
    private @Nullable Future<?> fetch;
    private @Nullable Runnable onReady;
    private boolean fetching;
    private boolean ended;
    private boolean closed;

    /** @param filter drops some of the entries */
    public PagedSource(ClientResources resources, PageIterator<T> pages, UnaryOperator<Iterator<T>> filter) {
        this.resources = resources;
        this.pages = pages;
        this.entries = filter.apply(pages);
    }

    @Override
    public synchronized @Nullable T poll() {
        if (ready.isEmpty() && failure != null) {
            throw rethrown(failure);
        }
        return ready.poll();
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    @Override
    public synchronized boolean isEnded() {
        return ended && ready.isEmpty();
    }

    @Override
    public void onReady(Runnable action) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (ready.isEmpty() && failure == null && !ended) {
                onReady = action;
                if (fetch == null) {
                    fetch = resources.submit(() -> {
                        fetch();
                        return null;
                    });
                }
                return;
            }
        }
        action.run();
    }

    private void fetch() {
        synchronized (this) {
            if (closed) {
                return;
            }
            fetching = true;
        }
        Queue<T> fetched = new ArrayDeque<>();
        Throwable failed = null;
        try {
            // Waits for the page; the rest of it needs no wait.
            while (entries.hasNext()) {
                fetched.add(entries.next());
                if (!pages.isOnPage()) {
                    break;
                }
            }
        } catch (RuntimeException | Error e) {
            failed = e;
        }
        Runnable action;
        synchronized (this) {
            fetching = false;
            fetch = null;
            if (closed) {
                pages.close();
                return;
            }
            ready = fetched;
            failure = failed;
            ended = failed == null && pages.isEnded();
            action = onReady;
            onReady = null;
        }
        if (action != null) {
            action.run();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        ready.clear();
        onReady = null;
        if (fetch != null) {
            fetch.cancel(true);
        }
        if (!fetching) {
            pages.close();
        }
    }
}
