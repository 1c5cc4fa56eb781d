package dev.reader.client.internal.paging;

import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.RetryLimits;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Iterates over a list that comes page by page. While the consumer waits for one page or reads it, a worker of the client
 * fetches the next one.
 */
public final class PageIterator<T> implements Iterator<T> {
    private static final Logger LOG = LoggerFactory.getLogger(PageIterator.class);
    private static final int UNKNOWN = -1;
    private static final CountDownLatch STARTED = new CountDownLatch(0);

    private final ClientResources resources;
    private final PageSource<T> source;
    private final RetryLimits retryLimits;

    private Iterator<T> page = Collections.emptyIterator();
    private int skip;
    private int total = UNKNOWN;
    private int lastSize = PageSource.MAX_LIMIT;
    private boolean regular;
    private boolean ended;
    private @Nullable Prefetch<T> prefetch;

    public PageIterator(ClientResources resources, PageSource<T> source, RetryLimits retryLimits) {
        resources.checkOpen();
        this.resources = resources;
        this.source = source;
        this.retryLimits = retryLimits;
    }

    /** A page that was requested before it was needed. */
    private record Prefetch<T>(int skip, PageFuture<T> page, CountDownLatch started) {}

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !ended) {
            nextPage();
        }
        return page.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.next();
    }

    /** Returns whether the next entry has been fetched. */
    boolean isOnPage() {
        return page.hasNext();
    }

    /** Returns whether no entry follows, as far as is known without a request. */
    boolean isEnded() {
        return ended && !page.hasNext();
    }

    private void nextPage() {
        page = Collections.emptyIterator();
        Slice<T> slice = slice();
        int size = slice.items().size();
        if (slice.hasMore() && size == 0) {
            throw new ReaderProtocolException(
                    "the server announces entries after the first " + skip + " of a list, but sends none", null);
        }
        skip += size;
        total = slice.total();
        ended = !slice.hasMore();
        // A server may send fewer entries than requested: always, as its own limit, or once, while a job runs.
        regular = size == lastSize;
        lastSize = size;
        if (ended) {
            dropPrefetch();
        } else if (prefetch == null || prefetch.skip() != skip) {
            dropPrefetch();
            prefetch = request(skip, STARTED);
        }
        page = slice.items().iterator();
    }

    /** Returns the page at {@code skip}. If this fails, a further call requests it again; a prefetched page is kept. */
    private Slice<T> slice() {
        Prefetch<T> requested = prefetch;
        if (requested == null || requested.skip() != skip) {
            // The caller waits for this page anyway.
            return source.fetch(skip, PageSource.MAX_LIMIT, retryLimits);
        }
        int afterNext = skip + lastSize;
        prefetch = regular && afterNext < total ? request(afterNext, requested.started()) : null;
        try {
            return requested.page().await();
        } catch (ReaderInterruptedException e) {
            throw e;
        } catch (ReaderException e) {
            LOG.debug("requesting the page at {} again: {}", skip, e.getMessage());
            return source.fetch(skip, PageSource.MAX_LIMIT, retryLimits);
        }
    }

    /** Requests a page after the one before it, so that requests go out in the order of the list. */
    private Prefetch<T> request(int from, CountDownLatch before) {
        CountDownLatch started = new CountDownLatch(1);
        Callable<Slice<T>> fetch = () -> {
            try {
                // Order is a courtesy, not worth a longer wait: a cancelled page never starts.
                if (!before.await(100, TimeUnit.MILLISECONDS)) {
                    LOG.debug("requesting the page at {} before the previous one", from);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            started.countDown();
            // Not retried: nobody may ever need it.
            return source.fetch(from, PageSource.MAX_LIMIT, RetryLimits.SINGLE_ATTEMPT);
        };
        return new Prefetch<>(from, new PageFuture<>(resources, fetch), started);
    }

    /** Drops what was fetched ahead. */
    void close() {
        dropPrefetch();
    }

    private void dropPrefetch() {
        if (prefetch != null) {
            prefetch.page().cancel();
            prefetch = null;
        }
    }
}
