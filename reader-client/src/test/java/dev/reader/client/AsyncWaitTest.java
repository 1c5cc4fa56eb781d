package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asynchronous waits for single jobs, which share the stream of the workspace, in simulated time. */
@Timeout(300)
class AsyncWaitTest {
    private static final String EVENTS = "/v1/events";
    private static final String JOB = "/v1/jobs/job_1";
    private static final Duration ENDS = Duration.ofSeconds(20);

    private final Simulation simulation = new Simulation();
    private final SimulatedTime time = simulation.time;
    private final ServedJob job = ServedJob.ofPages(3).status("processing");

    private static String told(String status) {
        return "{\"jobId\":\"job_1\",\"status\":\"" + status + "\",\"completed\":3,\"total\":3}";
    }

    /** Tells the end of the job after a while. */
    private void serveAnEnd(String status) {
        simulation.server.on(JOB, job).on(EVENTS, (stream, number) -> {
            stream.open();
            time.pause(ENDS);
            job.status(status);
            stream.event("job:progress", told(status));
            simulation.pingOn(stream);
        });
    }

    private static <T> T joined(CompletableFuture<T> future) throws Exception {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw (Exception) e.getCause();
        }
    }

    private Job waited(WaitOptions options) throws Exception {
        return simulation.run(reader -> joined(reader.async().waitForJob("job_1", options)));
    }

    @Test
    void job_comesWithItsResults_forThreeRequests() throws Exception {
        serveAnEnd("completed");

        assertThat(waited(WaitOptions.defaults()).results()).hasSize(3);

        assertThat(time.elapsed()).isEqualTo(ENDS);
        assertThat(simulation.server.requests())
                .as("the stream, the first question, and the end with the results")
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cancelled"})
    void jobThatEndsOtherwise_isAnExceptionWithWhatItHadFinished(String status) {
        serveAnEnd(status);

        JobFailedException failure =
                catchThrowableOfType(JobFailedException.class, () -> waited(WaitOptions.defaults()));

        assertThat(failure.job().status()).isEqualTo(JobStatus.of(status));
        assertThat(failure.job().results()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 405, 501})
    void streamThatIsRefused_isReplacedByPolls(int status) throws Exception {
        simulation.server.on(JOB, job).on(EVENTS, (stream, number) -> stream.answer(status, "{}"));
        simulation.later(ENDS, () -> job.status("completed"));

        assertThat(waited(WaitOptions.defaults()).results()).hasSize(3);

        assertThat(simulation.server.count(EVENTS)).isEqualTo(status == 501 ? 3 : 1);
        assertThat(time.elapsed()).isLessThanOrEqualTo(ENDS.plusSeconds(5));
    }

    @Test
    void streamThatIsSilent_isReplacedByPolls() throws Exception {
        simulation
                .server
                .on(JOB, job)
                .on(EVENTS, (stream, number) -> stream.open().silence());
        simulation.later(Duration.ofMinutes(5), () -> job.status("completed"));

        assertThat(waited(WaitOptions.builder().timeout(Duration.ofHours(1)).build())
                        .results())
                .hasSize(3);
        assertThat(time.elapsed()).isLessThanOrEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void whatOnProgressThrows_endsTheWait() {
        serveAnEnd("completed");
        RuntimeException failure = new IllegalStateException("the caller's");

        assertThat(catchThrowable(() -> waited(WaitOptions.builder()
                        .onProgress(progress -> {
                            throw failure;
                        })
                        .build())))
                .isSameAs(failure);
        assertThat(time.elapsed()).isLessThan(ENDS);
    }

    @Test
    void deadline_endsAWaitForAServerThatIsGone() {
        simulation.server.on(JOB, (stream, number) -> stream.reset()).on(EVENTS, (stream, number) -> stream.reset());

        assertThat(catchThrowable(() -> waited(WaitOptions.defaults()))).isInstanceOf(WaitTimeoutException.class);
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void waitThatJoinsLater_andOneForTheSameJob_shareTheConnection() throws Exception {
        serveAnEnd("completed");

        simulation.run(reader -> {
            CompletableFuture<Job> first = reader.async().waitForJob("job_1");
            time.pause(Duration.ofSeconds(5));
            CompletableFuture<Job> second = reader.async().waitForJob("job_1");
            assertThat(second.get().results()).hasSize(3);
            assertThat(first.get().results()).hasSize(3);
            return null;
        });

        assertThat(time.elapsed()).isEqualTo(ENDS);
        assertThat(simulation.server.count(EVENTS)).isEqualTo(1);
    }

    @Test
    void waitThatIsCancelled_orFails_leavesTheOthersAlone() throws Exception {
        serveAnEnd("completed");

        simulation.run(reader -> {
            CompletableFuture<Job> goesOn = reader.async().waitForJob("job_1");
            CompletableFuture<Job> cancelled = reader.async().waitForJob("job_1");
            CompletableFuture<Job> unknown = reader.async().waitForJob("job_2");
            time.pause(Duration.ofSeconds(5));
            cancelled.cancel(true);

            assertThat(goesOn.get().results()).hasSize(3);
            assertThat(catchThrowable(unknown::join)).hasCauseInstanceOf(NotFoundException.class);
            return null;
        });

        assertThat(time.elapsed()).isEqualTo(ENDS);
        assertThat(simulation.server.count(EVENTS)).isEqualTo(1);
        assertThat(List.copyOf(simulation.server.requests()))
                .as("requests, of which none cancels the job")
                .allMatch(request -> request.method().equals("GET"));
    }

    @Test
    void newWait_afterTheLastOneEnded_opensTheStreamAgain() throws Exception {
        simulation.server.on(JOB, ServedJob.ofPages(3)).on(EVENTS, AsyncWaitTest::stand);

        simulation.run(reader -> {
            for (int i = 0; i < 3; i++) {
                assertThat(joined(reader.async().waitForJob("job_1")).results()).hasSize(3);
                Eventually.within(Duration.ofSeconds(20), "the connection is closed", reader::isIdle);
            }
            return null;
        });

        assertThat(simulation.server.count(EVENTS)).isEqualTo(3);
    }

    private static void stand(SseServer.Stream stream, int number) throws IOException, InterruptedException {
        stream.open().silence();
    }
}
