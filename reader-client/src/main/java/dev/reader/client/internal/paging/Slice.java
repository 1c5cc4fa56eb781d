package dev.reader.client.internal.paging;

import java.util.List;

/**
 * One page of a list.
 *
 * @param total how many entries the list has, as far as the server says
 * @param hasMore whether entries follow
 */
public record Slice<T>(List<T> items, int total, boolean hasMore) {}
