package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reader.client.error.InternalServerException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The results of a job, one after the other. */
class JobResultsTest extends MockServerTest {
    private final FakeJobs jobs = new FakeJobs(time);

    @BeforeEach
    void serveJobs() {
        server.setDispatcher(jobs);
    }

    private List<String> all() {
        List<String> urls = new ArrayList<>();
        reader.jobResults("job_1").forEach(page -> urls.add(page.url()));
        return urls;
    }

    private void settledAt(int requests) {
        Eventually.within(Duration.ofSeconds(5), requests + " requests", () -> server.getRequestCount() >= requests);
        assertThat(server.getRequestCount()).isEqualTo(requests);
    }

    @Test
    void nothingIsAskedForBeforeTheFirstEntryIs() {
        jobs.results = 5;

        Iterator<Page> iterator = reader.jobResults("job_1").iterator();
        reader.jobResults("job_1").stream();

        assertThat(server.getRequestCount()).isZero();
        assertThat(iterator.hasNext()).isTrue();
        assertThat(iterator.hasNext()).isTrue();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "99, 1", "100, 1", "101, 2", "200, 2", "201, 3", "1000, 10"})
    void everyEntryComesOnceAndInOrder_inAsFewRequestsAsPossible(int results, int requests) {
        jobs.results = results;

        assertThat(all()).isEqualTo(Answers.urls(results));

        assertThat(server.getRequestCount()).isEqualTo(requests);
    }

    @Test
    void onePageIsFetchedAhead_andNoMore() {
        jobs.results = 1000;
        Iterator<Page> iterator = reader.jobResults("job_1").iterator();

        iterator.next();
        settledAt(2);
        for (int i = 0; i < 100; i++) {
            iterator.next();
        }
        settledAt(3);
    }

    @Test
    void eachIterationBeginsAnew() {
        jobs.results = 150;
        PagedIterable<Page> results = reader.jobResults("job_1");

        assertThat(results.stream().map(Page::url)).isEqualTo(Answers.urls(150));
        assertThat(results.stream().map(Page::url)).isEqualTo(Answers.urls(150));
        assertThat(results.stream().limit(3)).hasSize(3);
    }

    @Test
    void end_isAnEnd() {
        Iterator<Page> iterator = reader.jobResults("job_1").iterator();

        assertThat(iterator.hasNext()).isFalse();
        assertThat(iterator.hasNext()).isFalse();
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20, 99})
    void serverWithASmallerLimit_givesEverythingAllTheSame(int limit) {
        jobs.results = 250;
        jobs.largestLimit = limit;

        assertThat(all()).isEqualTo(Answers.urls(250));

        assertThat(server.getRequestCount()).isLessThanOrEqualTo((250 + limit - 1) / limit + 1);
    }

    @Test
    void pageThatIsShorterThanAsked_leavesNoGap() {
        jobs.results = 500;
        jobs.shortPageAt = 100;

        assertThat(all()).isEqualTo(Answers.urls(500));
    }

    @Test
    void hasMoreWithAnEmptyPage_ofAJobThatRuns_isTheEndForNow() {
        jobs.fault(Answers.json(200, Answers.jobDetail("job_1", "processing", 0, 0, 40, true))
                .build());

        assertThat(all()).isEmpty();

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void hasMoreWithAnEmptyPage_ofAJobThatIsOver_isTheEnd() {
        jobs.fault(Answers.json(200, Answers.jobDetail("job_1", "completed", 0, 0, 40, true))
                .build());

        assertThat(all()).isEmpty();

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void withoutPagination_fullPagesAreFollowedByAnother() {
        server.setDispatcher(new mockwebserver3.Dispatcher() {
            @Override
            public mockwebserver3.MockResponse dispatch(mockwebserver3.RecordedRequest request) {
                int skip = Integer.parseInt(request.getUrl().queryParameter("skip"));
                String detail =
                        Answers.jobDetail("job_1", "completed", skip, Math.min(100, 250 - skip), 250, skip < 200);
                return Answers.json(200, detail.replaceFirst(", \"pagination\".*", "}"))
                        .build();
            }
        });

        assertThat(all()).isEqualTo(Answers.urls(250));
    }

    @Test
    void failure_comesOutOfHasNext_andTheIterationGoesOnWhereItWas() {
        assumeTrue(style == Style.BLOCKING, "only an iterator can go on after a failure");
        reader = client(builder().maxRetries(0));
        jobs.results = 500;
        jobs.failingPageAt = 200;
        Iterator<Page> iterator = reader.jobResults("job_1").iterator();
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            urls.add(iterator.next().url());
        }

        assertThatThrownBy(iterator::hasNext).isInstanceOf(InternalServerException.class);
        assertThatThrownBy(iterator::next).isInstanceOf(InternalServerException.class);
        jobs.failingPageAt = -1;
        iterator.forEachRemaining(page -> urls.add(page.url()));

        assertThat(urls).isEqualTo(Answers.urls(500));
    }

    @Test
    void failureOfAPageThatWasFetchedAhead_isNotSeenIfItIsThereOnceItIsNeeded() {
        reader = client(builder().maxRetries(0));
        jobs.results = 500;
        Iterator<Page> iterator = reader.jobResults("job_1").iterator();
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            urls.add(iterator.next().url());
        }
        settledAt(2); // the second page is here before the fault is
        jobs.fault(Answers.error(500, "internal_error"));
        for (int i = 0; i < 100; i++) {
            urls.add(iterator.next().url());
        }
        settledAt(3); // the third page has met the fault

        iterator.forEachRemaining(page -> urls.add(page.url()));

        assertThat(urls).isEqualTo(Answers.urls(500));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void failuresInARow_loseAndDoubleNothing(int before) {
        assumeTrue(style == Style.BLOCKING, "only an iterator can go on after a failure");
        reader = client(builder().maxRetries(0));
        jobs.results = 730;
        Iterator<Page> iterator = reader.jobResults("job_1").iterator();
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < before * 100; i++) {
            urls.add(iterator.next().url());
        }
        jobs.fault(
                Answers.error(500, "internal_error"),
                Answers.error(502, "upstream_unavailable"),
                Answers.error(404, "not_found"));

        int failures = 0;
        while (true) {
            try {
                if (!iterator.hasNext()) {
                    break;
                }
                urls.add(iterator.next().url());
            } catch (InternalServerException
                    | NotFoundException
                    | dev.reader.client.error.UpstreamUnavailableException e) {
                failures++;
            }
        }

        assertThat(urls).isEqualTo(Answers.urls(730));
        assertThat(failures).isLessThanOrEqualTo(3);
    }

    @Test
    void unknownJob_isNotFoundWhenItIsAskedFor() {
        jobs.fault(Answers.error(404, "not_found"));

        Iterator<Page> iterator = reader.jobResults("job_2").iterator();

        assertThatThrownBy(iterator::hasNext).isInstanceOf(NotFoundException.class);
    }

    @Test
    void interrupt_endsAnIteration_whichCanGoOn() {
        assumeTrue(style == Style.BLOCKING, "only an iterator can go on after a failure");
        jobs.results = 250;
        Iterator<Page> iterator = reader.jobResults("job_1").iterator();
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            urls.add(iterator.next().url());
        }

        Thread.currentThread().interrupt();
        Throwable failure = catchThrowable(iterator::hasNext);
        assertThat(Thread.interrupted()).isTrue();

        assertThat(failure).isInstanceOf(ReaderInterruptedException.class);
        iterator.forEachRemaining(page -> urls.add(page.url()));
        assertThat(urls).isEqualTo(Answers.urls(250));
    }

    @Test
    void rateLimitOfTheFreeTier_slowsAnIterationDown_andCostsAFewDeclinedRequests() {
        reader = client(builder().maxRetries(0).jitter(() -> 0));
        jobs.results = 3_500;
        jobs.requestsPerMinute = 10;

        assertThat(all()).isEqualTo(Answers.urls(3_500));

        assertThat(time.elapsed()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(5));
        assertThat(jobs.declined())
                .as("in each of three pauses the page, its prefetch and that of the next page")
                .isLessThanOrEqualTo(3 * 3);
    }

    @Test
    void retryAfterBeyondTheCap_endsAnIteration() {
        jobs.fault(Answers.rateLimited(Duration.ofHours(2)));

        assertThatThrownBy(this::all).isInstanceOf(dev.reader.client.error.RateLimitedException.class);
    }

    @Test
    void twoThousandPages_comeInOrder() {
        jobs.results = 2_000;
        jobs.largestLimit = 1;

        assertThat(all()).isEqualTo(Answers.urls(2_000));
    }

    @Test
    void getJobResults_givesTheSliceAndTheState() {
        jobs.results = 250;

        var slice = reader.getJobResults("job_1", 240, 100);

        assertThat(slice.results())
                .extracting(Page::url)
                .isEqualTo(Answers.urls(250).subList(240, 250));
        assertThat(slice.total()).isEqualTo(250);
        assertThat(slice.hasMore()).isFalse();
        assertThat(slice.job().results()).isEmpty();
        assertThat(slice.pagination().skip()).isEqualTo(240);
    }
}
