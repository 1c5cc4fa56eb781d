package dev.reader.client.internal.jobs;

import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.Done;
import dev.reader.client.event.JobEvent.PageFailed;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The pages of one job that the consumer has been given, by URL and content. Not thread-safe.
 *
 * <p>While the stream runs, at most one page and at most one failure of each URL are given; anything further may be a
 * repetition, a retry, or another result of the same URL, which only the job's results can tell apart.
 */
final class StreamedPages {
    private final Map<String, List<Integer>> ready = new HashMap<>();
    private final Map<String, List<Integer>> failed = new HashMap<>();
    private boolean intact = true;

    /** Notes a page from the stream, and returns whether it is given to the consumer. */
    boolean add(PageReady event) {
        String url = event.page().url();
        intact &= !ready.containsKey(url) && !failed.containsKey(url);
        if (ready.containsKey(url)) {
            return false;
        }
        given(event);
        return true;
    }

    /** Notes a failure from the stream, and returns whether it is given to the consumer. */
    boolean add(PageFailed event) {
        if (failed.containsKey(event.url()) || ready.containsKey(event.url())) {
            intact = false;
            return false;
        }
        given(event);
        return true;
    }

    /** Notes an event that the consumer is given from the results. */
    void given(JobEvent event) {
        if (event instanceof PageReady page) {
            given(page);
        } else if (event instanceof PageFailed failure) {
            given(failure);
        }
    }

    private void given(PageReady event) {
        ready.computeIfAbsent(event.page().url(), url -> new ArrayList<>(1)).add(contentOf(event));
    }

    private void given(PageFailed event) {
        failed.computeIfAbsent(event.url(), url -> new ArrayList<>(1)).add(contentOf(event));
    }

    List<Integer> readyContents(String url) {
        return ready.getOrDefault(url, List.of());
    }

    List<Integer> failedContents(String url) {
        return failed.getOrDefault(url, List.of());
    }

    /** A connection was lost, or an event could not be read: from here on the stream alone proves nothing. */
    void irregular() {
        intact = false;
    }

    /** Returns whether the pages of the stream may still prove to be all results. */
    boolean isRegular() {
        return intact && failed.isEmpty();
    }

    /**
     * Returns whether the stream alone proves that every result was given: one connection brought distinct pages without a
     * failure, as many as the job has. A job without failed pages can't have been retried; one with failed pages can, and
     * the stream need not tell.
     */
    boolean isComplete(Done done) {
        return failed.isEmpty() && isPlausible(done);
    }

    /** Returns whether one connection brought distinct pages and failures, as many as the job has. */
    boolean isPlausible(Done done) {
        int count = ready.size() + failed.size();
        return intact
                && done.status().equals(JobStatus.COMPLETED)
                && done.completed() == count
                && done.total() == count;
    }

    /** Returns the URLs of all pages that were given, failed or not. */
    Set<String> urls() {
        Set<String> urls = new HashSet<>(ready.keySet());
        urls.addAll(failed.keySet());
        return urls;
    }

    static int contentOf(PageReady event) {
        Page page = event.page();
        return Objects.hash(page.markdown(), page.html(), page.rawHtml(), page.screenshot(), page.extracted());
    }

    static int contentOf(PageFailed event) {
        return event.error().hashCode();
    }
}
