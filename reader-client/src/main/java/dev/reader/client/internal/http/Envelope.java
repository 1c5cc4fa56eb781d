package dev.reader.client.internal.http;

import dev.reader.client.model.Pagination;
import org.jspecify.annotations.Nullable;

/** What every answer is wrapped in (docs/reader-api.md §1). */
public record Envelope<T>(
        @Nullable Boolean success,
        @Nullable T data,
        @Nullable Pagination pagination) {}
