package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.event.JobEvent;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a stream was given. */
final class Delivery {
    private final List<String> pages = new ArrayList<>();
    private final List<JobEvent> events = new ArrayList<>();

    static Delivery of(ReaderClient client) {
        Delivery delivery = new Delivery();
        try (JobStream stream = client.stream(FakeJob.ID)) {
            stream.forEach(delivery::take);
        }
        return delivery;
    }

    private void take(JobEvent event) {
        events.add(event);
        if (event instanceof JobEvent.PageReady ready) {
            pages.add(ready.page().url() + " " + ready.page().markdown());
        } else if (event instanceof JobEvent.PageFailed failed) {
            pages.add(failed.url() + " failed " + failed.error());
        }
    }

    List<JobEvent> events() {
        return events;
    }

    List<String> pages() {
        return pages;
    }

    /** Asserts that each page of the job came exactly once, and Done once and last. */
    void isExactly(FakeJob job, String description) {
        List<String> expected = job.results().stream().map(Delivery::text).toList();
        assertThat(pages).as(description).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(events.get(events.size() - 1)).as(description).isInstanceOf(JobEvent.Done.class);
        assertThat(events)
                .as(description)
                .filteredOn(JobEvent.Done.class::isInstance)
                .hasSize(1);
    }

    private static String text(ObjectNode page) {
        return page.has("error")
                ? page.get("url").asText() + " failed " + page.get("error").asText()
                : page.get("url").asText() + " " + page.get("markdown").asText();
    }
}
