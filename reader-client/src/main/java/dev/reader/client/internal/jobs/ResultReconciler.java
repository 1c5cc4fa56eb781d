package dev.reader.client.internal.jobs;

import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.PageFailed;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.model.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds, in one reading of a job's results, those that the consumer has not been given: matched by URL and multiplicity,
 * and by content only among results of one URL. Not thread-safe.
 *
 * <p>A URL of which {@code n} pages were given matches {@code n} of its results, preferably those of equal content. A result
 * of other content is held back while one of the given pages may still turn out to be it; of many such results, only the
 * indexes are kept.
 */
final class ResultReconciler {
    private static final int MAX_HELD_EVENTS = 100;

    private final StreamedPages given;
    private final Map<String, Unmatched> ready = new HashMap<>();
    private final Map<String, Unmatched> failed = new HashMap<>();
    private final List<Held> released = new ArrayList<>();
    private int heldEvents;
    private int count;

    ResultReconciler(StreamedPages given) {
        this.given = given;
    }

    /** Takes the next result, in the order of the list; returns it as an event if the consumer has to be given it now. */
    @Nullable
    JobEvent next(Page result) {
        int index = count++;
        JobEvent event;
        boolean matches;
        if (result.failed()) {
            PageFailed failure = JobEvents.failed(result);
            event = failure;
            matches = failed.computeIfAbsent(result.url(), url -> new Unmatched(given.failedContents(url)))
                    .matches(StreamedPages.contentOf(failure), event, index);
        } else {
            PageReady page = new PageReady(result);
            event = page;
            matches = ready.computeIfAbsent(result.url(), url -> new Unmatched(given.readyContents(url)))
                    .matches(StreamedPages.contentOf(page), event, index);
        }
        if (matches) {
            return null;
        }
        given.given(event);
        return event;
    }

    /**
     * A result that was held back.
     *
     * @param event the result, or null if it has to be read again
     */
    record Held(int index, @Nullable JobEvent event) {}

    /** The given pages of one URL that no result has matched yet. */
    private final class Unmatched {
        private final List<Integer> contents;
        private final Deque<Held> held = new ArrayDeque<>(1);

        Unmatched(List<Integer> contents) {
            this.contents = new ArrayList<>(contents);
        }

        boolean matches(Integer content, JobEvent event, int index) {
            if (contents.remove(content)) {
                if (held.size() > contents.size()) {
                    released.add(held.remove());
                }
                return true;
            }
            if (held.size() < contents.size()) {
                held.add(new Held(index, heldEvents++ < MAX_HELD_EVENTS ? event : null));
                return true;
            }
            return false;
        }
    }

    /** Returns the results that were held back and have to be given after all. */
    List<Held> released() {
        return released;
    }

    int count() {
        return count;
    }
}
