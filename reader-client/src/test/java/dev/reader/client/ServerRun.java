package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One call against one random server, and whether what it gave, how long it took and what it cost is right. */
final class ServerRun {
    private static final String ID = "job_1";
    private static final Duration PATIENCE = Duration.ofHours(2);

    final ContractServer server;
    private final Call call;
    private final List<Page> listed = new ArrayList<>();
    private long finished;

    /** The calls that follow jobs. */
    enum Call {
        WAIT_FOR_JOB,
        STREAM,
        WAIT_FOR_JOBS,
        ASYNC_WAITS;

        /** Whether it follows jobs on the stream of the workspace. */
        boolean isOnWorkspace() {
            return this == WAIT_FOR_JOBS || this == ASYNC_WAITS;
        }
    }

    ServerRun(long seed, Call call, Set<String> calmed) {
        this.call = call;
        int jobs = call.isOnWorkspace() ? 1 + (int) Long.remainderUnsigned(seed, 4) : 1;
        this.server = new ContractServer(seed, jobs, calmed);
    }

    /** Makes the call, and asserts what it gave; then what it took. */
    void check() throws Exception {
        switch (call) {
            case WAIT_FOR_JOB -> checkWaitForJob();
            case STREAM -> checkStream();
            case WAIT_FOR_JOBS -> checkWaitForJobs(ReaderClient::waitForJobs);
            case ASYNC_WAITS ->
                checkWaitForJobs((reader, ids, options) ->
                        reader.async().waitForJobs(ids, options).get());
        }
        new ServerBudget(server, call, called(), finished).check();
    }

    private long called() {
        return server.jobs.values().stream().mapToLong(job -> job.called).max().orElseThrow();
    }

    /** Makes the call in simulated time; lists the results when they have settled. */
    private <T> T simulate(Simulation.Use<T> use) throws Exception {
        return server.simulation.run(server.client(), reader -> {
            SimulatedTime time = server.simulation.time;
            time.pause(Duration.ofMillis(called()));
            T result = use.of(reader);
            finished = server.now();
            server.stopCounting();
            time.pause(Duration.ofMillis(settled() - server.now()));
            reader.jobResults(ID).forEach(listed::add);
            return result;
        });
    }

    private long settled() {
        return server.records.values().stream()
                .mapToLong(ModelRecord::settled)
                .max()
                .orElseThrow();
    }

    private void checkWaitForJob() throws Exception {
        Job job = simulate(reader ->
                awaited(reader, WaitOptions.builder().timeout(PATIENCE).build()));

        ModelConnections stream = server.streams.get(ID);
        int results = server.records.get(ID).results().size();
        boolean mayBeTrusted = stream.begun.size() == 1 && stream.pagesTold.get() == results;
        assertJob(ID, job, mayBeTrusted);
        assertListed();
    }

    private static Job awaited(ReaderClient reader, WaitOptions options) {
        try {
            Job job = reader.waitForJob(ID, options);
            assertThat(job.status().value()).isEqualTo("completed");
            return job;
        } catch (JobFailedException e) {
            assertThat(e.job().status().value()).isIn("failed", "cancelled");
            return e.job();
        }
    }

    private void assertJob(String id, Job job, boolean inAnyOrder) {
        assertThat(job.status().value()).as("status of " + id).isEqualTo(server.jobs.get(id).ending);
        List<String> expected = Deliveries.texts(server.records.get(id).results());
        List<String> actual = job.results().stream().map(Deliveries::text).toList();
        if (inAnyOrder) {
            assertThat(actual).as("results of " + id).containsExactlyInAnyOrderElementsOf(expected);
        } else {
            assertThat(actual).as("results of " + id).containsExactlyElementsOf(expected);
        }
    }

    private void assertListed() {
        assertThat(listed)
                .extracting(Deliveries::text)
                .as("jobResults of " + ID)
                .containsExactlyElementsOf(
                        Deliveries.texts(server.records.get(ID).results()));
    }

    private void checkStream() throws Exception {
        List<JobEvent> events = simulate(reader -> {
            List<JobEvent> told = new ArrayList<>();
            try (JobStream stream = reader.stream(ID)) {
                stream.forEach((Consumer<JobEvent>) told::add);
            }
            return told;
        });

        ModelRecord record = server.records.get(ID);
        Deliveries.assertComplete(events, record.results(), record.failedBefore());
        JobEvent.Done done = (JobEvent.Done) events.get(events.size() - 1);
        assertThat(done.status().value()).as("status of done").isEqualTo(server.jobs.get(ID).ending);
        assertListed();
    }

    private interface Wait {
        Map<String, JobOutcome> await(ReaderClient reader, Set<String> ids, WaitOptions options) throws Exception;
    }

    private void checkWaitForJobs(Wait wait) throws Exception {
        WaitOptions options = WaitOptions.builder().timeout(PATIENCE).build();
        Map<String, JobOutcome> outcomes = simulate(reader -> wait.await(reader, server.jobs.keySet(), options));

        assertThat(outcomes).containsOnlyKeys(server.jobs.keySet());
        outcomes.forEach((id, outcome) -> {
            assertThat(outcome).as(id).isInstanceOf(JobOutcome.Ended.class);
            assertJob(id, ((JobOutcome.Ended) outcome).job(), false);
        });
        assertListed();
    }
}
