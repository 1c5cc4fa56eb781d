package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.UnauthenticatedException;
import dev.reader.client.error.WaitTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every exception of a wait carries the id of the job. */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class JobIdOfExceptionsTest {
    private static final WaitOptions POLLING = WaitOptions.builder()
            .timeout(Duration.ofMinutes(1))
            .pollInterval(Duration.ofSeconds(5))
            .build();

    @Parameter
    private Style style;

    private final Simulation simulation = new Simulation();
    private String state = "processing";

    @BeforeEach
    void serve() {
        SseServer.Script job = (stream, number) ->
                stream.answer(200, Answers.jobDetail("job_1", state, 0, 0, state.equals("failed") ? 0 : 2, false));
        simulation
                .server
                .on(
                        "/v1/read",
                        (stream, number) -> stream.answer(201, Answers.envelope(Answers.job("job_1", "queued", 0, 2))))
                .on("/v1/jobs/job_1", job)
                .on("/v1/jobs/job_2", job);
    }

    /** Returns what ends a call, and whether its thread is interrupted then. */
    private Ended ending(ReaderClientCall call) throws Exception {
        return simulation.run(client -> {
            AnyReader reader = style.reader(client);
            ReaderException failure = catchThrowableOfType(ReaderException.class, () -> call.on(reader));
            return new Ended(failure, Thread.interrupted());
        });
    }

    private record Ended(ReaderException failure, boolean interrupted) {}

    private interface ReaderClientCall {
        void on(AnyReader client);
    }

    private ReaderException failureOfWait() throws Exception {
        return ending(client -> client.waitForJob("job_1", POLLING)).failure();
    }

    private static void read(AnyReader client) {
        client.read(BatchRequest.of("https://a.example/"));
    }

    private Ended interruptedIn(ReaderClientCall call) throws Exception {
        return ending(client -> {
            simulation.later(Duration.ofSeconds(3), Thread.currentThread()::interrupt);
            call.on(client);
        });
    }

    @Test
    void timeoutOfAWait_carriesTheJobId() throws Exception {
        assertThat(failureOfWait()).isInstanceOf(WaitTimeoutException.class);
        assertThat(failureOfWait().jobId()).isEqualTo("job_1");
    }

    @Test
    void failedJob_carriesTheJobId() throws Exception {
        state = "failed";

        assertThat(failureOfWait()).isInstanceOf(JobFailedException.class);
        assertThat(failureOfWait().jobId()).isEqualTo("job_1");
    }

    @Test
    void interruptedWait_carriesTheJobId() throws Exception {
        assumeTrue(style == Style.BLOCKING, "only a blocked thread is interrupted");
        Ended ended = interruptedIn(client -> client.waitForJob("job_1", POLLING));

        assertThat(ended.interrupted()).isTrue();
        assertThat(ended.failure()).isInstanceOf(ReaderInterruptedException.class);
        assertThat(ended.failure().jobId()).isEqualTo("job_1");
    }

    @Test
    void interruptedRead_carriesTheIdOfTheJobThatItCreated() throws Exception {
        assumeTrue(style == Style.BLOCKING, "only a blocked thread is interrupted");
        Ended ended = interruptedIn(JobIdOfExceptionsTest::read);

        assertThat(ended.interrupted()).isTrue();
        assertThat(ended.failure()).isInstanceOf(ReaderInterruptedException.class);
        assertThat(ended.failure().jobId()).isEqualTo("job_1");
    }

    @Test
    void errorResponseDuringTheWaitOfARead_carriesTheJobId() throws Exception {
        simulation.server.on(
                "/v1/jobs/job_1", (stream, number) -> stream.answer(401, Answers.errorBody("unauthenticated", "{}")));

        ReaderException failure = ending(JobIdOfExceptionsTest::read).failure();

        assertThat(failure).isInstanceOf(UnauthenticatedException.class);
        assertThat(failure.jobId()).isEqualTo("job_1");
    }

    @Test
    void closeDuringARead_carriesTheJobId() throws Exception {
        ReaderException failure = ending(client -> {
                    simulation.later(Duration.ofSeconds(3), client::close);
                    read(client);
                })
                .failure();

        assertThat(failure).isInstanceOf(ReaderConnectionException.class);
        assertThat(failure.jobId()).isEqualTo("job_1");
    }

    @Test
    void exceptionOfACallbackAboutAnotherJob_keepsItsOwnJobId() throws Exception {
        ReaderException failure = ending(client -> client.waitForJob(
                        "job_1",
                        WaitOptions.builder()
                                .pollInterval(Duration.ofSeconds(5))
                                .onProgress(progress -> client.waitForJob("job_2", POLLING))
                                .build()))
                .failure();

        assertThat(failure).isInstanceOf(WaitTimeoutException.class);
        assertThat(failure.jobId()).isEqualTo("job_2");
    }
}
