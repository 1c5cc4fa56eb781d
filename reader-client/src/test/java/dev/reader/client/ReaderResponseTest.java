package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.NotFoundException;
import dev.reader.client.model.Page;
import java.time.Duration;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The metadata of a successful response. */
class ReaderResponseTest extends MockServerTest {
    private ReaderClient client;

    @BeforeEach
    void openClient() {
        client = open(builder());
    }

    @Test
    void scrape_withItsRequestId() {
        answer(
                Answers.error(500, "internal_error"),
                Answers.json(200, Answers.envelope(Answers.PAGE))
                        .setHeader("x-request-id", "req_9")
                        .addHeader("X-Region", "eu")
                        .build());

        ReaderResponse<Page> response = client.withResponse(r -> r.scrape("https://example.com/"));

        assertThat(response.value().markdown()).isEqualTo("# Example");
        assertThat(response.requestId()).isEqualTo("req_9");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.attempts()).isEqualTo(2);
        assertThat(response.duration()).isEqualTo(time.elapsed());
        assertThat(response.headers().get("x-REGION")).containsExactly("eu");
        assertThat(response.toString()).contains("req_9").doesNotContain("Example");
    }

    @Test
    void everyCall_alsoOneWithoutAResult() {
        answer(
                Answers.data(201, Answers.job("job_1", "queued", 0, 1)),
                new MockResponse.Builder().code(204).build());

        assertThat(client.withResponse(r -> r.createJob(BatchRequest.of("https://a.example/")))
                        .statusCode())
                .isEqualTo(201);
        ReaderResponse<Object> deleted = client.withResponse(r -> {
            r.webhooks().delete("wh_1");
            return null;
        });
        assertThat(deleted.value()).isNull();
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.requestId()).isNull();
    }

    @Test
    void ofSeveralRequests_theLast() {
        answer(
                Answers.json(200, Answers.jobDetail("job_1", "completed", 0, 0, 1, false))
                        .build(),
                Answers.json(200, Answers.jobDetail("job_1", "completed", 0, 1, 1, false))
                        .setHeader("x-request-id", "req_last")
                        .build());
        WaitOptions polling =
                WaitOptions.builder().pollInterval(Duration.ofSeconds(1)).build();

        assertThat(client.withResponse(r -> r.waitForJob("job_1", polling)).requestId())
                .isEqualTo("req_last");
    }

    @Test
    void failure_isThrownAsEver() {
        answer(Answers.error(404, "not_found"));

        assertThatThrownBy(() -> client.withResponse(r -> r.getJob("job_1")))
                .isInstanceOfSatisfying(
                        NotFoundException.class, e -> assertThat(e.requestId()).isEqualTo("req_1"));
    }

    @Test
    void lazyList_hasNoResponseYet() {
        assertThatThrownBy(() -> client.withResponse(r -> r.jobResults("job_1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sent no request");
    }

    @Test
    void asyncCall_withItsRequestId() throws Exception {
        answer(Answers.page());

        ReaderResponse<Page> response = client.async()
                .withResponse(r -> r.scrape("https://example.com/"))
                .get();

        assertThat(response.value().markdown()).isEqualTo("# Example");
        assertThat(response.requestId()).isEqualTo("req_1");
    }

    @Test
    void asyncWaits_haveTheirOwnResponses() throws Exception {
        answer(
                Answers.json(200, Answers.jobDetail("job_1", "completed", 0, 0, 0, false))
                        .setHeader("x-request-id", "req_a")
                        .build(),
                Answers.json(200, Answers.jobDetail("job_2", "completed", 0, 0, 0, false))
                        .setHeader("x-request-id", "req_b")
                        .build());
        WaitOptions polling = WaitOptions.builder()
                .pollInterval(Duration.ofSeconds(1))
                .collectResults(false)
                .build();

        assertThat(client.async()
                        .withResponse(r -> r.waitForJob("job_1", polling))
                        .get()
                        .requestId())
                .isEqualTo("req_a");
        assertThat(client.async()
                        .withResponse(r -> r.waitForJob("job_2", polling))
                        .get()
                        .requestId())
                .isEqualTo("req_b");
    }

    @Test
    void cancellingTheFuture_cancelsTheCall() throws Exception {
        answer(new MockResponse.Builder()
                .headersDelay(1, java.util.concurrent.TimeUnit.HOURS)
                .build());
        RecordingListener heard = new RecordingListener();
        ReaderClient listened = open(builder().listener(heard));

        listened.async().withResponse(r -> r.scrape("https://example.com/")).cancel(true);

        assertThat(heard.only(ReaderListener.Call.class).failure())
                .isInstanceOf(java.util.concurrent.CancellationException.class);
    }
}
