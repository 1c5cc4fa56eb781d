package dev.reader.client.model;

import org.jspecify.annotations.Nullable;

/**
 * Where in a list a page of it lies (docs/reader-api.md §1).
 *
 * @param total how many entries the list has
 * @param skip how many entries come before this page
 * @param limit how many entries a page has at most
 * @param hasMore whether entries follow
 * @param next the URL of the next page as the server gives it, or null. The client never follows it, since a request to
 *     another origin would hand over the API key
 */
public record Pagination(
        int total,
        int skip,
        int limit,
        boolean hasMore,
        @Nullable String next) {}
