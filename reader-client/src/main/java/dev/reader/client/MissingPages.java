package dev.reader.client;

import dev.reader.client.DeliveredPages.Identity;
import dev.reader.client.DeliveredPages.Unmatched;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import dev.reader.client.model.ResultPage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds among the results of a job that is over the pages that its stream did not bring, and gives them to the reader.
 *
 * <p>Keeps one window of the results at a time, and stops as soon as nothing is missing any more. A page that is not
 * among those that were given, while another one of its URL is still to be found, may be that one in another form. What
 * it is shows when every result was seen, and it is fetched again then, if it is missing.
 */
final class MissingPages {

    /** Asks for some of the job's results. */
    interface Results {
        ResultPage fetch(int skip, int limit);
    }

    private final Results results;
    private final ResultWindows windows;
    private final Unmatched unmatched;
    private final int given;
    private final Consumer<Page> reader;
    /** The URLs of the results in doubt, by their places. */
    private final TreeMap<Integer, Long> doubts = new TreeMap<>();

    private int found;
    private @Nullable Job job;

    /**
     * @param gaps how many pages had been given at each break of the stream
     * @param total how many results there are, as far as is known
     */
    MissingPages(Results results, DeliveredPages delivered, List<Integer> gaps, int total, Consumer<Page> reader) {
        this.results = results;
        this.windows = new ResultWindows(gaps, total);
        this.given = delivered.count();
        this.unmatched = delivered.unmatched();
        this.reader = reader;
    }

    /** Gives the missing pages to the reader, and returns the job as it was last seen; null if nothing was asked. */
    @Nullable
    Job deliver() {
        boolean lastWasMissing = false;
        for (ResultWindows.Window window = windows.next(found, false);
                window != null && !isComplete();
                window = windows.next(found, lastWasMissing)) {
            ResultPage page = results.fetch(window.start(), window.limit());
            job = page.job();
            windows.fetched(window.start(), page.results().size(), page.total());
            if (isComplete()) {
                break;
            }
            if (page.results().isEmpty() && window.start() < page.total()) {
                throw new ReaderProtocolException(
                        "the server counts " + page.total() + " results and gives none at " + window.start(), null);
            }
            lastWasMissing = take(window.start(), page.results());
        }
        if (!isComplete()) {
            resolveDoubts();
        }
        return job;
    }

    /** Nothing is missing, by what the server counted in its last answer. */
    private boolean isComplete() {
        return windows.totalKnown() && given + found >= windows.total();
    }

    /** Takes a window of results, and tells whether the last of them had been missing. */
    private boolean take(int start, List<Page> pages) {
        List<Identity> identities = pages.stream().map(Identity::of).toList();
        List<Integer> unknown = new ArrayList<>();
        for (int i = 0; i < identities.size(); i++) {
            if (!unmatched.match(identities.get(i))) {
                unknown.add(i);
            }
        }
        for (int i : unknown) {
            long url = identities.get(i).url();
            if (unmatched.holdsUrl(url)) {
                doubts.put(start + i, url);
            } else {
                give(pages.get(i));
            }
        }
        return !unknown.isEmpty() && unknown.get(unknown.size() - 1) == pages.size() - 1;
    }

    private void give(Page page) {
        found++;
        reader.accept(page);
    }

    private void resolveDoubts() {
        doubts.values().removeIf(unmatched::matchUrl);
        while (!doubts.isEmpty()) {
            int start = doubts.firstKey();
            List<Page> pages = results.fetch(start, Paging.LARGEST_LIMIT).results();
            if (pages.isEmpty()) {
                throw new ReaderProtocolException("the server gives no result at " + start + " any more", null);
            }
            for (int i = 0; i < pages.size(); i++) {
                if (doubts.remove(start + i) != null) {
                    give(pages.get(i));
                }
            }
        }
    }
}
