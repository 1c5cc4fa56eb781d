package dev.reader.client.model;

import org.jspecify.annotations.Nullable;

/**
 * The position of a page in a paginated list (docs/reader-api.md §1).
 *
 * @param total the number of entries in the list, as the server counts them
 * @param skip the number of entries before this page
 * @param limit the maximum number of entries on a page
 * @param hasMore whether more entries follow
 * @param next the URL of the next page, or null. The client never follows it: a request to another origin would leak the
 *     API key
 */
public record Pagination(
        int total,
        int skip,
        int limit,
        boolean hasMore,
        @Nullable String next) {}
