package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.model.Page;
import dev.reader.client.model.ResultPage;
import dev.reader.client.model.UsageEntry;
import dev.reader.client.model.Webhook;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server without pagination: a full page may be followed by another one, and an empty page ends the list. */
class MissingPaginationTest extends MockServerTest {
    private int entries;

    @BeforeEach
    void serve() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String path = request.getUrl().encodedPath();
                if (path.endsWith("/stream")) {
                    return Answers.error(404, "not_found");
                }
                int skip = Integer.parseInt(request.getUrl().queryParameter("skip"));
                int limit = Integer.parseInt(request.getUrl().queryParameter("limit"));
                String page = IntStream.range(skip, Math.min(entries, skip + limit))
                        .mapToObj(i -> "{\"id\": \"" + i + "\", \"url\": \"" + Answers.url(i) + "\"}")
                        .collect(Collectors.joining(", ", "[", "]"));
                return Answers.data(
                        200,
                        path.startsWith("/v1/jobs/")
                                ? "{\"id\": \"job_1\", \"status\": \"completed\", \"results\": " + page + "}"
                                : page);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "99, 1", "100, 2", "101, 2", "200, 3"})
    void jobResults_endAtAPageThatIsNotFull(int count, int requests) {
        entries = count;

        assertThat(reader.jobResults("job_1").stream().map(Page::url)).isEqualTo(Answers.urls(count));
        assertThat(server.getRequestCount()).isEqualTo(requests);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "99, 1", "100, 2", "200, 3"})
    void usageHistory_endsAtAPageThatIsNotFull(int count, int requests) {
        entries = count;

        assertThat(reader.usageHistory().stream().map(UsageEntry::id)).hasSize(count);
        assertThat(server.getRequestCount()).isEqualTo(requests);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "99, 1", "100, 2", "200, 3"})
    void webhooks_endAtAPageThatIsNotFull(int count, int requests) {
        entries = count;

        assertThat(reader.webhooks().list().stream().map(Webhook::id)).hasSize(count);
        assertThat(server.getRequestCount()).isEqualTo(requests);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 200, 250})
    void waitForJob_collectsEveryResult(int count) {
        entries = count;

        assertThat(reader.waitForJob(
                                "job_1",
                                WaitOptions.builder()
                                        .pollInterval(Duration.ofSeconds(1))
                                        .build())
                        .results())
                .extracting(Page::url)
                .isEqualTo(Answers.urls(count));
    }

    @ParameterizedTest
    @CsvSource({"99, false", "100, true"})
    void getJobResults_assumesMoreAfterAFullPage(int count, boolean hasMore) {
        entries = count;

        ResultPage page = reader.getJobResults("job_1", 0, 100);

        assertThat(page.hasMore()).isEqualTo(hasMore);
        assertThat(page.pagination().skip()).isZero();
        assertThat(page.pagination().limit()).isEqualTo(100);
    }
}
