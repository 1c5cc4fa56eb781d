package dev.reader.client.internal.paging;

import dev.reader.client.internal.http.RetryLimits;

/** Fetches one page of a list. */
@FunctionalInterface
public interface PageSource<T> {
    /** The maximum number of entries on a page (docs/reader-api.md §1). */
    int MAX_LIMIT = 100;

    Slice<T> fetch(int skip, int limit, RetryLimits retryLimits);
}
