package dev.reader.client.internal.jobs;

import static dev.reader.client.internal.jobs.TestPages.failed;
import static dev.reader.client.internal.jobs.TestPages.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.Done;
import dev.reader.client.model.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedPagesTest {
    private final StreamedPages pages = new StreamedPages();

    private static Done done(int completed, int total) {
        return new Done(JobStatus.COMPLETED, completed, total);
    }

    private void addTwoPages() {
        assertThat(pages.add(ready("u0", "a"))).isTrue();
        assertThat(pages.add(ready("u1", "b"))).isTrue();
    }

    private void assertNotRegular() {
        assertThat(pages.isRegular()).isFalse();
        assertThat(pages.isPlausible(done(2, 2))).isFalse();
        assertThat(pages.isComplete(done(2, 2))).isFalse();
    }

    @Test
    void distinctPagesThatMatchDoneAreComplete() {
        addTwoPages();

        assertThat(pages.isRegular()).isTrue();
        assertThat(pages.isComplete(done(2, 2))).isTrue();
        assertThat(pages.urls()).containsExactlyInAnyOrder("u0", "u1");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "2, 3", "1, 2", "3, 2"})
    void otherCountsThanThoseOfDoneAreNotComplete(int completed, int total) {
        addTwoPages();

        assertThat(pages.isComplete(done(completed, total))).isFalse();
        assertThat(pages.isPlausible(done(completed, total))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cancelled", "paused"})
    void anotherStatusThanCompletedIsNotComplete(String status) {
        addTwoPages();

        assertThat(pages.isComplete(new Done(JobStatus.of(status), 2, 2))).isFalse();
    }

    @Test
    void aJobWithoutPagesIsComplete() {
        assertThat(pages.isComplete(done(0, 0))).isTrue();
    }

    @Test
    void anIrregularityMakesTheStreamProveNothing() {
        addTwoPages();
        pages.irregular();

        assertNotRegular();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "other content"})
    void aSecondPageOfAUrlIsNotGivenAndMakesTheStreamProveNothing(String content) {
        addTwoPages();

        assertThat(pages.add(ready("u0", content))).isFalse();

        assertNotRegular();
        assertThat(pages.readyContents("u0")).hasSize(1);
    }

    @Test
    void aFailureMakesTheStreamPlausibleButNotComplete() {
        pages.add(ready("u0", "a"));
        assertThat(pages.add(failed("u1", "timeout"))).isTrue();

        assertThat(pages.isRegular()).isFalse();
        assertThat(pages.isPlausible(done(2, 2))).isTrue();
        assertThat(pages.isComplete(done(2, 2))).as("a retry need not be told").isFalse();
        assertThat(pages.urls()).containsExactlyInAnyOrder("u0", "u1");
    }

    @Test
    void aSecondFailureOfAUrlIsNotGiven() {
        pages.add(failed("u0", "timeout"));
        pages.add(ready("u1", "a"));

        assertThat(pages.add(failed("u0", "blocked"))).isFalse();
        assertNotRegular();
    }

    @Test
    void aFailureOfAUrlWhosePageWasGivenIsNotGiven() {
        addTwoPages();

        assertThat(pages.add(failed("u0", "timeout"))).isFalse();
        assertNotRegular();
        assertThat(pages.failedContents("u0")).isEmpty();
    }

    @Test
    void aPageThatSucceedsAfterItsFailureIsGiven() {
        pages.add(failed("u0", "timeout"));

        assertThat(pages.add(ready("u0", "a"))).isTrue();
        assertNotRegular();
    }

    @Test
    void whatIsGivenFromTheResultsIsCountedByUrlAndContent() {
        pages.given(ready("u0", "a"));
        pages.given(ready("u0", "a"));
        pages.given(ready("u0", "b"));
        pages.given(failed("u0", "timeout"));
        pages.given(new JobEvent.Progress(JobStatus.PROCESSING, 1, 2));

        int a = StreamedPages.contentOf(ready("other", "a"));
        int b = StreamedPages.contentOf(ready("other", "b"));
        assertThat(pages.readyContents("u0")).containsExactly(a, a, b);
        assertThat(pages.failedContents("u0")).containsExactly(StreamedPages.contentOf(failed("other", "timeout")));
        assertThat(pages.readyContents("u1")).isEmpty();
        assertThat(pages.failedContents("u1")).isEmpty();
        assertThat(pages.urls()).containsExactly("u0");
    }
}
