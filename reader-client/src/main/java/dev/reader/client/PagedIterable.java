package dev.reader.client;

import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list that the server gives out page by page, fetched while it is iterated.
 *
 * <p>Each iteration begins anew at the first entry, asks for nothing before its first {@code hasNext()} or {@code
 * next()}, and keeps at most the page that is being read and the one after it, so that memory does not grow with the
 * list. Rate limits slow an iteration down and don't end it.
 *
 * <p>Failures come out of {@code hasNext()} and {@code next()} as {@link dev.reader.client.error.ReaderException}s; called
 * again, the iterator asks again for what it missed. An iterator is for one thread at a time; the iterable itself can be
 * shared.
 *
 * @param <T> the type of the entries
 */
public interface PagedIterable<T> extends Iterable<T> {

    /** {@return a new iteration} */
    @Override
    Iterator<T> iterator();

    /** {@return the entries of a new iteration as a sequential stream} */
    default Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }
}
