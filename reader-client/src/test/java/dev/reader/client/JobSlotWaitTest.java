package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reader.client.ReaderListener.Retry;
import dev.reader.client.ReaderListener.RetryReason;
import dev.reader.client.error.ConcurrencyLimitedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The creation of a job that waits until the workspace has a slot for it, in simulated time. */
@Timeout(300)
class JobSlotWaitTest {
    private static final BatchRequest BATCH = BatchRequest.of("https://a.example/");

    private final Simulation simulation = new Simulation();
    private final SimulatedTime time = simulation.time;
    private final RecordingListener heard = new RecordingListener();
    private final List<Duration> tries = new ArrayList<>();
    private int free;
    private int created;

    @BeforeEach
    void serve() {
        simulation.server.on("/v1/read", (stream, number) -> {
            synchronized (this) {
                tries.add(time.elapsed());
                if (free == 0) {
                    stream.answer(429, Answers.errorBody("concurrency_limited", "{\"active\": 2, \"max\": 2}"));
                } else {
                    free--;
                    created++;
                    stream.answer(201, Answers.envelope(Answers.job("job_new" + created, "queued", 0, 1)));
                }
            }
        });
    }

    private synchronized void free(int slots) {
        free += slots;
    }

    private ReaderClient.Builder waiting(Duration slotTimeout) {
        return simulation
                .server
                .builder()
                .jitter(() -> 1)
                .slotTimeout(slotTimeout)
                .listener(heard);
    }

    @ParameterizedTest
    @EnumSource
    void endOfAnOwnJob_letsTheCreationTryAtOnce(Driver driver) throws Exception {
        simulation.server.on("/v1/jobs/job_old", (stream, number) -> {
            boolean over = time.elapsed().compareTo(Duration.ofMinutes(12)) >= 0;
            stream.answer(200, Answers.jobDetail("job_old", over ? "completed" : "processing", 0, 0, 0, false));
        });
        simulation.server.on("/v1/jobs/job_old/stream", (stream, number) -> {
            simulation.ping(stream.open(), 24);
            free(1);
            stream.done("completed", 0).end();
        });

        simulation.run(waiting(Duration.ofHours(1)), reader -> {
            FutureTask<Object> wait = new FutureTask<>(() -> reader.waitForJob(
                    "job_old",
                    WaitOptions.builder().timeout(Duration.ofHours(1)).build()));
            time.start("wait", wait);
            time.pause(Duration.ofMinutes(11).plusSeconds(30));
            driver.call(reader, Calls.createJob(BATCH));
            return wait.get();
        });

        assertThat(tries).hasSizeLessThanOrEqualTo(4);
        assertThat(tries.get(tries.size() - 1)).as("at once").isEqualTo(Duration.ofMinutes(12));
        assertThat(heard.of(Retry.class).get(0).reason()).isEqualTo(RetryReason.JOB_SLOT);
    }

    @ParameterizedTest
    @EnumSource
    void jobsOfOthers_endUnseen_soItTriesWithBackoff(Driver driver) throws Exception {
        simulation.later(Duration.ofMinutes(10), () -> free(1));

        simulation.run(waiting(Duration.ofHours(1)), reader -> driver.call(reader, Calls.createJob(BATCH)));

        assertThat(time.elapsed()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        assertThat(tries).as("not a try a second").hasSizeLessThan(16);
    }

    @ParameterizedTest
    @EnumSource
    void severalCallers_waitInOrder_andOnlyTheFirstTries(Driver driver) throws Exception {
        simulation.later(Duration.ofMinutes(10), () -> free(3));

        List<Object> ids = simulation.run(waiting(Duration.ofHours(1)), reader -> {
            List<FutureTask<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                FutureTask<Object> call = new FutureTask<>(
                        () -> driver.call(reader, Calls.createJob(BATCH)).id());
                time.start("creator " + i, call);
                calls.add(call);
                time.pause(Duration.ofSeconds(1));
            }
            List<Object> created = new ArrayList<>();
            for (FutureTask<Object> call : calls) {
                created.add(call.get());
            }
            return created;
        });

        assertThat(ids).containsExactly("job_new1", "job_new2", "job_new3");
        assertThat(tries).hasSizeLessThan(18);
    }

    @ParameterizedTest
    @EnumSource
    void slotTimeout_endsTheWait_afterALastTry(Driver driver) throws Exception {
        Throwable failure = simulation.run(
                waiting(Duration.ofSeconds(90)),
                reader -> catchThrowable(() -> driver.call(reader, Calls.createJob(BATCH))));

        assertThat(failure).isInstanceOf(ConcurrencyLimitedException.class);
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(90));
        assertThat(tries.get(tries.size() - 1)).isEqualTo(Duration.ofSeconds(90));
        assertThat(tries).hasSize(6);
    }

    @Test
    void view_canWait() throws Exception {
        simulation.later(Duration.ofMinutes(1), () -> free(1));

        simulation.run(simulation.server.builder().maxRetries(0), reader -> {
            assertThatThrownBy(() -> reader.createJob(BATCH)).isInstanceOf(ConcurrencyLimitedException.class);
            return reader.with(RequestOptions.builder()
                            .slotTimeout(Duration.ofMinutes(5))
                            .build())
                    .createJob(BATCH);
        });
    }

    @Test
    void slotTimeoutOutOfRange_isRejected() {
        assertThatThrownBy(() -> ReaderClient.builder().slotTimeout(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slotTimeout");
        assertThatThrownBy(() -> RequestOptions.builder().slotTimeout(Duration.ofHours(25)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slotTimeout");
    }
}
