package dev.reader.client.model;

import java.util.List;

/**
 * A page of a job's results, with the job's state at that moment (docs/reader-api.md §3).
 *
 * @param job the job, without results
 * @param results the pages
 * @param pagination the position of the pages in the list of results
 */
public record ResultPage(Job job, List<Page> results, Pagination pagination) {

    /** Copies lists and maps. */
    public ResultPage {
        results = List.copyOf(results);
    }

    /** {@return whether more results follow} */
    public boolean hasMore() {
        return pagination.hasMore();
    }

    /** {@return the number of results that the server counts at this moment} */
    public int total() {
        return pagination.total();
    }
}
