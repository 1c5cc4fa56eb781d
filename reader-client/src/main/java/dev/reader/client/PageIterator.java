package dev.reader.client;

import dev.reader.client.Paging.Slice;
import dev.reader.client.Paging.Source;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.ClientResources;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Iterates over a list that comes page by page. While one page is awaited or read, the one after it is fetched on a
 * worker of the client's.
 */
final class PageIterator<T> implements Iterator<T> {
    private static final Logger LOG = LoggerFactory.getLogger(PageIterator.class);
    private static final int UNKNOWN = -1;
    private static final CountDownLatch BEGUN = new CountDownLatch(0);

    private final ClientResources resources;
    private final Source<T> source;

    private Iterator<T> page = Collections.emptyIterator();
    private int skip;
    private int limit = Paging.LARGEST_LIMIT;
    private int total = UNKNOWN;
    private boolean ended;
    private @Nullable Ahead<T> ahead;

    PageIterator(ClientResources resources, Source<T> source) {
        this.resources = resources;
        this.source = source;
    }

    /** A page that was asked for before it was needed. */
    private record Ahead<T>(int skip, Future<Slice<T>> slice, CountDownLatch begun) {}

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !ended) {
            turn();
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

    private void turn() {
        page = Collections.emptyIterator();
        Slice<T> slice = slice();
        if (slice.hasMore() && slice.items().isEmpty()) {
            throw new ReaderProtocolException(
                    "the server says that entries follow the first " + skip + " of a list, and gives none", null);
        }
        skip += slice.items().size();
        total = slice.total();
        ended = !slice.hasMore();
        if (!ended) {
            // A server that gives fewer than it was asked for has a smaller limit of its own.
            limit = Math.min(limit, slice.items().size());
            if (ahead == null || ahead.skip() != skip) {
                dropAhead();
                ahead = ask(skip, BEGUN);
            }
        } else {
            dropAhead();
        }
        page = slice.items().iterator();
    }

    /** The page at {@code skip}. If this fails, it can be asked for again, and what was asked for ahead is kept. */
    private Slice<T> slice() {
        Ahead<T> asked = ahead;
        if (asked == null || asked.skip() != skip) {
            // Fetched here, where the caller waits for it in any case.
            return source.fetch(skip, limit);
        }
        ahead = total != UNKNOWN && skip + limit < total ? ask(skip + limit, asked.begun()) : null;
        return Paging.await(asked.slice());
    }

    /** Asks for a page behind the one before it, so that their requests go out in the order of the list. */
    private Ahead<T> ask(int from, CountDownLatch before) {
        int most = limit;
        CountDownLatch begun = new CountDownLatch(1);
        Callable<Slice<T>> fetch = () -> {
            try {
                // A courtesy that is not worth more: a page that was given up before it was begun never is.
                if (!before.await(100, TimeUnit.MILLISECONDS)) {
                    LOG.debug("the page at {} is asked for ahead of the one before it", from);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            begun.countDown();
            return source.fetch(from, most);
        };
        return new Ahead<>(from, Paging.submit(resources, fetch), begun);
    }

    private void dropAhead() {
        if (ahead != null) {
            ahead.slice().cancel(true);
            ahead = null;
        }
    }
}
