package dev.reader.client.run;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Iterates over a list that is fetched in chunks, each by the last element of the one before; an empty chunk ends it. */
final class ChunkIterator<T> implements Iterator<T> {
    private final Function<@Nullable T, List<T>> fetch;
    private Iterator<T> chunk = List.<T>of().iterator();
    private @Nullable T last;
    private boolean ended;

    ChunkIterator(Function<@Nullable T, List<T>> fetch) {
        this.fetch = fetch;
    }

    @Override
    public boolean hasNext() {
        if (!chunk.hasNext() && !ended) {
            chunk = fetch.apply(last).iterator();
            ended = !chunk.hasNext();
        }
        return chunk.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T next = chunk.next();
        last = next;
        return next;
    }
}
