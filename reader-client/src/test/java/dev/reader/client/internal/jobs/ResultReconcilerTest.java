package dev.reader.client.internal.jobs;

import static dev.reader.client.internal.jobs.TestPages.failed;
import static dev.reader.client.internal.jobs.TestPages.failedPage;
import static dev.reader.client.internal.jobs.TestPages.page;
import static dev.reader.client.internal.jobs.TestPages.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.PageFailed;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.model.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultReconcilerTest {
    private final StreamedPages given = new StreamedPages();

    /** One reading of the results. */
    private record Reading(List<String> missing, List<Integer> released, int count) {}

    private Reading read(Page... results) {
        ResultReconciler reconciler = new ResultReconciler(given);
        List<String> missing = new ArrayList<>();
        for (Page result : results) {
            JobEvent event = reconciler.next(result);
            if (event != null) {
                missing.add(text(event));
            }
        }
        return new Reading(
                missing,
                reconciler.released().stream().map(ResultReconciler.Held::index).toList(),
                reconciler.count());
    }

    private static String text(JobEvent event) {
        if (event instanceof PageReady ready) {
            return ready.page().url() + " " + ready.page().markdown();
        }
        PageFailed failed = (PageFailed) event;
        return failed.url() + " failed " + failed.error();
    }

    @Test
    void everythingIsMissingIfNothingWasGiven() {
        Reading reading = read(page("u0", "a"), failedPage("u1", "timeout"), page("u0", "a"));

        assertThat(reading.missing()).containsExactly("u0 a", "u1 failed timeout", "u0 a");
        assertThat(reading.count()).isEqualTo(3);
    }

    @Test
    void nothingIsMissingIfEverythingWasGiven_inAnyOrder() {
        given.add(ready("u1", "b"));
        given.add(failed("u2", "timeout"));
        given.add(ready("u0", "a"));

        Reading reading = read(page("u0", "a"), page("u1", "b"), failedPage("u2", "timeout"));

        assertThat(reading).isEqualTo(new Reading(List.of(), List.of(), 3));
    }

    @Test
    void aUrlThatWasGivenOnceIsMissingAsOftenAsItIsRepeated() {
        given.add(ready("u0", "a"));

        assertThat(read(page("u0", "a"), page("u0", "a"), page("u0", "a")).missing())
                .containsExactly("u0 a", "u0 a");
    }

    @Test
    void otherContentOfAUrlThatIsNotRepeatedIsTheSamePage() {
        given.add(ready("u0", "as the stream told it"));
        given.add(failed("u1", "timeout"));

        assertThat(read(page("u0", "as the results have it"), failedPage("u1", "timed out after 30 s")))
                .isEqualTo(new Reading(List.of(), List.of(), 2));
    }

    @Test
    void amongResultsOfOneUrlEqualContentDecides() {
        given.add(ready("u0", "b"));

        Reading reading = read(page("u0", "b"), page("u0", "a"));

        assertThat(reading.missing()).containsExactly("u0 a");
        assertThat(reading.released()).isEmpty();
    }

    @Test
    void aResultIsHeldBackUntilEqualContentTurnsUp() {
        given.add(ready("u0", "c"));

        Reading reading = read(page("u1", "x"), page("u0", "a"), page("u0", "b"), page("u0", "c"));

        assertThat(reading.missing()).as("at once").containsExactly("u1 x", "u0 b");
        assertThat(reading.released()).as("the index of what was held back").containsExactly(1);
    }

    @Test
    void aResultStaysHeldBackIfNoEqualContentTurnsUp() {
        given.add(ready("u0", "gone"));

        Reading reading = read(page("u0", "a"), page("u0", "b"));

        assertThat(reading.missing()).containsExactly("u0 b");
        assertThat(reading.released()).isEmpty();
    }

    @Test
    void asManyResultsAreHeldBackAsPagesOfTheUrlAreUnmatched() {
        given.given(ready("u0", "c"));
        given.given(ready("u0", "d"));

        Reading reading = read(page("u0", "a"), page("u0", "b"), page("u0", "d"), page("u0", "c"));

        assertThat(reading.missing()).isEmpty();
        assertThat(reading.released()).containsExactly(0, 1);
    }

    @Test
    void aFailureDoesNotStandForAPage() {
        given.add(failed("u0", "timeout"));

        assertThat(read(page("u0", "a")).missing()).containsExactly("u0 a");
    }

    @Test
    void aPageDoesNotStandForAFailure() {
        given.add(ready("u0", "a"));

        assertThat(read(failedPage("u0", "timeout")).missing()).containsExactly("u0 failed timeout");
    }

    @Test
    void repeatedFailuresOfAUrlAreCounted() {
        given.add(failed("u0", "timeout"));

        assertThat(read(failedPage("u0", "timeout"), failedPage("u0", "timeout"))
                        .missing())
                .containsExactly("u0 failed timeout");
    }

    @Test
    void aSecondReadingGivesOnlyWhatIsNew() {
        given.add(ready("u0", "a"));
        assertThat(read(page("u0", "a"), page("u0", "a"), failedPage("u1", "timeout"))
                        .missing())
                .hasSize(2);

        assertThat(read(page("u0", "a"), page("u0", "a"), failedPage("u1", "timeout"), page("u2", "c")))
                .isEqualTo(new Reading(List.of("u2 c"), List.of(), 4));
    }

    @Test
    void aResultThatWasHeldBackIsGivenIfASecondReadingBringsItsPage() {
        given.add(ready("u0", "b"));
        assertThat(read(page("u0", "a"))).isEqualTo(new Reading(List.of(), List.of(), 1));

        assertThat(read(page("u0", "a"), page("u0", "b"))).isEqualTo(new Reading(List.of(), List.of(0), 2));
    }

    @Test
    void whatIsGivenIsNoted() {
        read(page("u0", "a"), failedPage("u1", "timeout"));

        assertThat(given.urls()).containsExactlyInAnyOrder("u0", "u1");
        assertThat(given.readyContents("u0")).hasSize(1);
        assertThat(given.failedContents("u1")).hasSize(1);
    }
}
