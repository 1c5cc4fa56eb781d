package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.Done;
import dev.reader.client.event.JobEvent.PageFailed;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.model.Page;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what a client delivers with what the server's results say. */
final class Deliveries {
    private Deliveries() {}

    /** A page in a line: its URL, and the beginning and length of its content, or that it failed. */
    static String text(Page page) {
        return page.failed() ? page.url() + " failed" : page.url() + " " + shortened(page.markdown());
    }

    static String text(ObjectNode result) {
        return isFailed(result)
                ? url(result) + " failed"
                : url(result) + " " + shortened(result.path("markdown").asText(null));
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() < 40 ? text : text.substring(0, 30) + "… " + text.length();
    }

    static List<String> texts(Collection<ObjectNode> results) {
        return results.stream().map(Deliveries::text).toList();
    }

    static boolean isFailed(ObjectNode result) {
        return result.hasNonNull("error");
    }

    static String url(ObjectNode result) {
        return result.get("url").asText();
    }

    /**
     * Asserts that each result was told exactly once, and then the end.
     *
     * @param failedFirst the URL of each result that failed before it succeeded; such a failure may have been told
     */
    static void assertComplete(List<JobEvent> events, List<ObjectNode> results, Collection<String> failedFirst) {
        assertThat(events).as("events").isNotEmpty();
        assertThat(events.get(events.size() - 1)).as("last event").isInstanceOf(Done.class);
        assertThat(events).filteredOn(Done.class::isInstance).as("ends").hasSize(1);
        assertThat(events)
                .filteredOn(PageReady.class::isInstance)
                .extracting(event -> text(((PageReady) event).page()))
                .as("pages")
                .containsExactlyInAnyOrderElementsOf(texts(
                        results.stream().filter(result -> !isFailed(result)).toList()));
        assertFailures(events, results, failedFirst);
    }

    private static void assertFailures(
            List<JobEvent> events, List<ObjectNode> results, Collection<String> failedFirst) {
        List<String> told = events.stream()
                .filter(PageFailed.class::isInstance)
                .map(event -> ((PageFailed) event).url())
                .toList();
        List<String> failed = results.stream()
                .filter(Deliveries::isFailed)
                .map(Deliveries::url)
                .toList();
        assertThat(told).as("failures").containsAll(failed);
        for (String url : told) {
            int least = Collections.frequency(failed, url);
            int most = least + Collections.frequency(failedFirst, url);
            assertThat(Collections.frequency(told, url))
                    .as("failures of " + url)
                    .isBetween(least, most);
            boolean once =
                    results.stream().filter(result -> url(result).equals(url)).count() == 1;
            if (once && least == 0) {
                assertThat(events.indexOf(firstFailure(events, url)))
                        .as("a failure of a page that succeeded comes before the page: " + url)
                        .isLessThan(indexOfPage(events, url));
            }
        }
    }

    private static JobEvent firstFailure(List<JobEvent> events, String url) {
        return events.stream()
                .filter(event ->
                        event instanceof PageFailed failed && failed.url().equals(url))
                .findFirst()
                .orElseThrow();
    }

    private static int indexOfPage(List<JobEvent> events, String url) {
        return events.stream()
                .filter(event ->
                        event instanceof PageReady ready && ready.page().url().equals(url))
                .mapToInt(events::indexOf)
                .findFirst()
                .orElseThrow();
    }
}
