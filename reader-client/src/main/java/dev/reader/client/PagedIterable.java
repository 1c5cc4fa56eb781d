package dev.reader.client;

import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A paginated list whose pages are fetched during iteration.
 *
 * <p>Each iteration starts at the first entry, sends no request before its first {@code hasNext()} or {@code next()},
 * and holds at most the current page and the next one, so memory use does not grow with the list. Rate limits slow an
 * iteration down but don't end it.
 *
 * <p>{@code hasNext()} and {@code next()} throw {@link dev.reader.client.error.ReaderException} on failure; calling
 * them again repeats the failed request. An iterator is not thread-safe; the iterable is.
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
