package dev.reader.examples.desk.store;

import org.jspecify.annotations.Nullable;

/**
 * A page of a job.
 *
 * @param position its place in the results, from 1
 * @param error why it failed; null if it did not
 */
public record DeskPage(
        String jobId,
        int position,
        String url,
        @Nullable String title,
        @Nullable Integer statusCode,
        @Nullable Integer credits,
        @Nullable Long durationMillis,
        @Nullable String error,
        @Nullable String markdown,
        boolean hasThumbnail) {
    /** Returns the title, or the URL of a page without one. */
    public String name() {
        return title == null || title.isBlank() ? url : title;
    }
}
