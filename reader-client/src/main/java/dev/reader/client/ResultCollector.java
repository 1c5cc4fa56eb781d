package dev.reader.client;

import dev.reader.client.Paging.Slice;
import dev.reader.client.Paging.Source;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.ClientResources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;

/** Collects a whole list whose length does not change any more, with up to four pages in flight. */
final class ResultCollector<T> {
    private static final int IN_FLIGHT = 4;

    private final ClientResources resources;
    private final Source<T> source;

    ResultCollector(ClientResources resources, Source<T> source) {
        this.resources = resources;
        this.source = source;
    }

    /**
     * Collects what follows the first entries, and returns them all.
     *
     * @param first the first entries, however few
     */
    List<T> collect(Slice<T> first) {
        List<T> all = new ArrayList<>(first.items());
        boolean more = first.hasMore();
        Deque<Future<Slice<T>>> inFlight = new ArrayDeque<>();
        try {
            for (int from = all.size(); more && from < first.total(); from += Paging.LARGEST_LIMIT) {
                int start = from;
                int end = Math.min(from + Paging.LARGEST_LIMIT, first.total());
                if (inFlight.size() == IN_FLIGHT) {
                    all.addAll(Paging.await(inFlight.remove()).items());
                }
                inFlight.add(Paging.submit(resources, () -> range(start, end)));
            }
            while (!inFlight.isEmpty()) {
                Slice<T> last = Paging.await(inFlight.remove());
                all.addAll(last.items());
                more = last.hasMore();
            }
        } finally {
            inFlight.forEach(fetch -> fetch.cancel(true));
        }
        // Only where the server counts too few, or not at all.
        while (more) {
            Slice<T> slice = some(all.size(), Paging.LARGEST_LIMIT);
            all.addAll(slice.items());
            more = slice.hasMore();
        }
        return all;
    }

    /** The entries from start to end, also from a server that gives fewer at a time than it is asked for. */
    private Slice<T> range(int start, int end) {
        List<T> items = new ArrayList<>(end - start);
        boolean more = true;
        while (start + items.size() < end) {
            Slice<T> slice = some(start + items.size(), end - start - items.size());
            items.addAll(slice.items());
            more = slice.hasMore();
        }
        return new Slice<>(items, end, more);
    }

    private Slice<T> some(int skip, int limit) {
        Slice<T> slice = source.fetch(skip, limit);
        if (slice.items().isEmpty()) {
            throw new ReaderProtocolException("the server counts more entries than it gives: none at " + skip, null);
        }
        return slice;
    }
}
