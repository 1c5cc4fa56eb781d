package dev.reader.client.internal.paging;

import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.RetryLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Collects a whole list that does not change any more, with up to four pages in flight. */
public final class ResultCollector<T> {
    private static final int MAX_IN_FLIGHT = 4;

    private final ClientResources resources;
    private final PageSource<T> source;
    private final RetryLimits retryLimits;

    public ResultCollector(ClientResources resources, PageSource<T> source, RetryLimits retryLimits) {
        this.resources = resources;
        this.source = source;
        this.retryLimits = retryLimits;
    }

    /** {@return how many threads collect so many entries, the calling thread included} */
    public static int workers(int expected) {
        int pages = (expected + PageSource.MAX_LIMIT - 1) / PageSource.MAX_LIMIT;
        return pages <= 1 ? 1 : 1 + Math.min(pages, MAX_IN_FLIGHT);
    }

    /**
     * Returns all entries. A list that ends before the server's total is complete as it is.
     *
     * @param expected how many entries to expect; only the parallelism depends on it
     */
    public List<T> collect(int expected) {
        List<T> all = new ArrayList<>();
        Deque<PageFuture<T>> inFlight = new ArrayDeque<>();
        boolean more = true;
        if (expected <= PageSource.MAX_LIMIT) {
            // One request is enough, and this thread would wait for it anyway.
            more = add(all, source.fetch(0, PageSource.MAX_LIMIT, retryLimits));
        }
        try {
            for (int from = all.size(); more && from < expected; from += PageSource.MAX_LIMIT) {
                if (inFlight.size() == MAX_IN_FLIGHT) {
                    more = add(all, inFlight.remove().await());
                }
                int start = from;
                int end = Math.min(from + PageSource.MAX_LIMIT, expected);
                inFlight.add(new PageFuture<>(resources, () -> range(start, end)));
            }
            while (!inFlight.isEmpty()) {
                more = add(all, inFlight.remove().await());
            }
        } finally {
            inFlight.forEach(PageFuture::cancel);
        }
        while (more) {
            more = add(all, source.fetch(all.size(), PageSource.MAX_LIMIT, retryLimits));
        }
        return all;
    }

    private static <T> boolean add(List<T> all, Slice<T> slice) {
        all.addAll(slice.items());
        return slice.hasMore() && !slice.items().isEmpty();
    }

    /** Returns the entries from start to end, even if the server sends fewer at a time than requested. */
    private Slice<T> range(int start, int end) {
        List<T> items = new ArrayList<>(end - start);
        boolean more = true;
        while (more && start + items.size() < end) {
            Slice<T> slice = source.fetch(start + items.size(), end - start - items.size(), retryLimits);
            more = add(items, slice);
        }
        return new Slice<>(items, end, more);
    }
}
