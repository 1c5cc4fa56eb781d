package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reader.client.error.WaitTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code read} with options of its wait. */
class ReadJobTest extends MockServerTest {
    {
        time.passingWaits();
    }

    private static final BatchRequest BATCH = BatchRequest.of("https://a.example/");
    private static final WaitOptions POLLING = WaitOptions.builder()
            .timeout(Duration.ofSeconds(30))
            .pollInterval(Duration.ofSeconds(10))
            .collectResults(false)
            .build();

    private final Simulation simulation = new Simulation();

    private void serveJob(String... states) {
        simulation
                .server
                .on(
                        "/v1/read",
                        (stream, number) -> stream.answer(201, Answers.envelope(Answers.job("job_1", "queued", 0, 1))))
                .on(
                        "/v1/jobs/job_1",
                        (stream, number) ->
                                stream.answer(200, Answers.jobDetail("job_1", states[number - 1], 0, 1, 1, false)));
    }

    @Test
    void job_isWaitedForByTheOptions() throws Exception {
        serveJob("processing", "completed");

        ReadResult result = simulation.run(client -> client.read(BATCH, POLLING));

        assertThat(((ReadResult.Finished) result).job().results()).isEmpty();
        assertThat(simulation.time.elapsed()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void jobThatTakesTooLong_timesOut() {
        serveJob("processing", "processing", "processing", "processing");

        assertThatExceptionOfType(WaitTimeoutException.class)
                .isThrownBy(() -> simulation.run(client -> client.read(BATCH, POLLING)))
                .satisfies(failure -> assertThat(failure.jobId()).isEqualTo("job_1"));
        assertThat(simulation.time.elapsed()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void page_ignoresTheOptions() {
        answer(Answers.page());

        assertThat(reader.read(ScrapeRequest.of("https://a.example/"), POLLING)).isInstanceOf(ReadResult.Scraped.class);
    }

    @Test
    void nullOptions_areRejectedBeforeTheRequest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.read(BATCH, null))
                .withMessageContaining("options");
        assertThat(server.getRequestCount()).isZero();
    }
}
