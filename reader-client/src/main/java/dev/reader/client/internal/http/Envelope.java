package dev.reader.client.internal.http;

import dev.reader.client.model.Pagination;
import org.jspecify.annotations.Nullable;

/** The envelope of every response (docs/reader-api.md §1). */
public record Envelope<T>(
        @Nullable Boolean success,
        @Nullable T data,
        @Nullable Position pagination) {

    /** Returns the envelope of a response without data. */
    static <T> Envelope<T> empty() {
        return new Envelope<>(true, null, null);
    }

    /**
     * Returns the pagination of a page of a list. Fills in what the server left out: it assumes that a full page is
     * followed by another one, which ends the list if it is empty.
     *
     * @param skip the number of entries that the request skipped
     * @param limit the number of entries that it asked for
     * @param count the number of entries on the page
     */
    public Pagination paginationOf(int skip, int limit, int count) {
        Position known = pagination == null ? new Position(null, null, null, null, null) : pagination;
        boolean full = count >= limit;
        boolean hasMore = known.hasMore == null
                ? known.total == null ? full : count > 0 && skip + count < known.total
                : known.hasMore;
        return new Pagination(
                known.total == null ? skip + count + (hasMore ? 1 : 0) : known.total,
                known.skip == null ? skip : known.skip,
                known.limit == null ? limit : known.limit,
                hasMore,
                known.next);
    }

    /** The pagination as received. */
    public record Position(
            @Nullable Integer total,
            @Nullable Integer skip,
            @Nullable Integer limit,
            @Nullable Boolean hasMore,
            @Nullable String next) {}
}
