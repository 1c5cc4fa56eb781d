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

    List<T> collect() {
        Slice<T> first = source.fetch(0, Paging.LARGEST_LIMIT);
        List<T> all = new ArrayList<>(first.items());
        if (!first.hasMore()) {
            return all;
        }
        // A server that gives fewer than it was asked for has a smaller limit of its own.
        int step = Math.max(1, first.items().size());
        Deque<Future<List<T>>> inFlight = new ArrayDeque<>();
        try {
            for (int from = first.items().size(); from < first.total(); from += step) {
                int start = from;
                int end = Math.min(from + step, first.total());
                if (inFlight.size() == IN_FLIGHT) {
                    all.addAll(Paging.await(inFlight.remove()));
                }
                inFlight.add(Paging.submit(resources, () -> range(start, end)));
            }
            while (!inFlight.isEmpty()) {
                all.addAll(Paging.await(inFlight.remove()));
            }
            return all;
        } finally {
            inFlight.forEach(fetch -> fetch.cancel(true));
        }
    }

    private List<T> range(int start, int end) {
        List<T> items = new ArrayList<>(end - start);
        while (start + items.size() < end) {
            Slice<T> slice = source.fetch(start + items.size(), end - start - items.size());
            if (slice.items().isEmpty()) {
                throw new ReaderProtocolException(
                        "the server counts more entries than it gives: none at " + (start + items.size()), null);
            }
            items.addAll(slice.items());
        }
        return items;
    }
}
