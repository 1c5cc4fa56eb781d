package dev.reader.client.model;

import java.util.List;

/**
 * Some of a job's results, and the job's state at that moment (docs/reader-api.md §3).
 *
 * @param job the job, without results
 * @param results the pages
 * @param pagination where in the list of results they lie
 */
public record ResultPage(Job job, List<Page> results, Pagination pagination) {

    /** Copies what can change. */
    public ResultPage {
        results = List.copyOf(results);
    }

    /** {@return whether results follow these} */
    public boolean hasMore() {
        return pagination.hasMore();
    }

    /** {@return how many results the job has in all, at this moment} */
    public int total() {
        return pagination.total();
    }
}
