package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.model.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand asynchronous waits at once, in simulated time. */
@Timeout(300)
class ThousandWaitsTest {
    private static final int JOBS = 1_000;
    private static final int MAX_THREADS = 30;
    /** The threads that complete futures, which the simulation replaces. */
    private static final int COMPLETING = 4;

    private static final long MAX_BYTES = 64L << 20;
    /** Some ends come alone and some in bursts of ten. */
    private static final Duration BETWEEN_BURSTS = Duration.ofMillis(300);

    private final Simulation simulation = new Simulation();
    private final SimulatedTime time = simulation.time;
    private final Map<String, Duration> ends = new ConcurrentHashMap<>();
    private final Map<String, Duration> told = new ConcurrentHashMap<>();
    private final AtomicInteger completions = new AtomicInteger();
    private final AtomicInteger mostWorkers = new AtomicInteger();

    @Test
    void shareOneConnection_andFewThreads_andEndInTime_onceEach() throws Exception {
        Map<String, ServedJob> jobs = new ConcurrentHashMap<>();
        for (int i = 0; i < JOBS; i++) {
            String id = "job_" + i;
            ServedJob job = new ServedJob(id)
                    .add(FakeJob.page("https://a.example/" + i, "page"))
                    .status("processing");
            jobs.put(id, job);
            simulation.server.on("/v1/jobs/" + id, (stream, number) -> {
                if (id.endsWith("0")) { // looking at all threads takes time
                    mostWorkers.accumulateAndGet(workers(), Math::max);
                }
                job.run(stream, number);
            });
        }
        simulation.server.on("/v1/events", (stream, number) -> {
            stream.open();
            time.pause(Duration.ofSeconds(20));
            for (int i = 0; i < JOBS; i++) {
                String id = "job_" + i;
                if (i % 10 == 0) {
                    time.pause(BETWEEN_BURSTS);
                }
                jobs.get(id).status("completed");
                ends.put(id, time.elapsed());
                stream.event(
                        "job:completed",
                        "{\"jobId\":\"" + id + "\",\"status\":\"completed\",\"completed\":1,\"total\":1}");
            }
            simulation.pingOn(stream);
        });

        simulation.run(reader -> {
            long before = usedBytes();
            List<CompletableFuture<Void>> waits = new ArrayList<>();
            for (String id : jobs.keySet()) {
                CompletableFuture<Job> wait = reader.async().waitForJob(id);
                waits.add(wait.thenAccept(job -> {
                    completions.incrementAndGet();
                    told.put(job.id(), time.elapsed());
                    assertThat(job.results()).hasSize(1);
                }));
            }
            time.pause(Duration.ofSeconds(15));
            assertThat(usedBytes() - before).as("bytes above the idle client").isLessThan(MAX_BYTES);
            CompletableFuture.allOf(waits.toArray(CompletableFuture[]::new)).get();
            Eventually.within(Duration.ofSeconds(30), "the shared wait has ended", reader::isIdle);
            return null;
        });

        assertThat(mostWorkers).as("threads at every tenth question").hasValueBetween(1, MAX_THREADS - COMPLETING);
        assertThat(completions).hasValue(JOBS);
        assertThat(simulation.server.count("/v1/events")).isEqualTo(1);
        ends.forEach((id, end) -> assertThat(told.get(id).minus(end)).as(id).isLessThan(Duration.ofMillis(500)));
        jobs.keySet()
                .forEach(id -> assertThat(simulation.server.count("/v1/jobs/" + id))
                        .as("one question when the stream stands, one at the end with the result")
                        .isEqualTo(2));
    }

    private int workers() {
        return (int) time.threads().stream()
                .filter(name -> name.startsWith("reader-client"))
                .count();
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
