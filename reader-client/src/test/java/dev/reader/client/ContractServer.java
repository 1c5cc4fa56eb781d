package dev.reader.client;

import dev.reader.client.ModelStream.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A server in simulated time that takes each choice that the contract leaves open from a seed, and otherwise follows the
 * contract (docs/reader-api.md §3, §4).
 */
final class ContractServer {
    /** A {@code skip} from here on requests the record without content. */
    private static final int NO_CONTENT = 1_000_000;

    /** Enough for any one page, and for no hundred of large ones. */
    private static final int SMALL_LIMIT = 32 * 1024;

    final Simulation simulation = new Simulation();
    final Choices choices;
    final ModelRecord.Habits recordHabits;
    final ModelStream.Habits streamHabits;
    final ModelConnections.Habits connectionHabits;
    final Map<String, ModelJob> jobs = new LinkedHashMap<>();
    final Map<String, ModelRecord> records = new LinkedHashMap<>();
    final Map<String, ModelConnections> streams = new LinkedHashMap<>();
    final ModelConnections workspace;

    private final long latency;
    private final double faults;
    private final Random faultChoices;
    private int faultsInARow;
    private int questions;
    private int readings;
    private int faultsMade;
    private boolean counting = true;

    ContractServer(long seed, int jobCount, Set<String> calmed) {
        choices = new Choices(seed, calmed);
        recordHabits = ModelRecord.Habits.of(choices);
        streamHabits = new ModelStream.Habits(choices, recordHabits.countsSuccessesOnly());
        connectionHabits = new ModelConnections.Habits(choices);
        latency = choices.of("latency", 0L, random -> 1L + random.nextInt(400));
        faults = choices.of("faults", 0.0, random -> random.nextDouble() * 0.5);
        faultChoices = choices.random("which faults");
        List<Frame> workspaceFrames = new ArrayList<>();
        for (int i = 0; i < jobCount; i++) {
            workspaceFrames.addAll(add("job_" + (i + 1)));
        }
        workspaceFrames.sort(Comparator.comparingLong(Frame::at));
        workspace = new ModelConnections(
                simulation.time, workspaceFrames, connectionHabits, Long.MAX_VALUE, choices, "workspace");
        simulation.server.on("/v1/events", workspace);
    }

    private List<Frame> add(String id) {
        ModelJob job = new ModelJob(id, choices, recordHabits.longestLag());
        ModelRecord record = new ModelRecord(job, recordHabits, choices.random("order of " + id));
        List<Frame> frames = ModelStream.ofJob(job, streamHabits, choices.random("frames of " + id));
        ModelConnections stream = new ModelConnections(
                simulation.time, frames, connectionHabits, job.timeline.end, choices, "stream of " + id);
        jobs.put(id, job);
        records.put(id, record);
        streams.put(id, stream);
        simulation.server.on("/v1/jobs/" + id, (answer, number) -> answer(record, answer));
        simulation.server.on("/v1/jobs/" + id + "/stream", stream);
        return ModelStream.ofWorkspace(job, streamHabits, choices.random("workspace frames of " + id));
    }

    long now() {
        return simulation.time.elapsed().toMillis();
    }

    private void answer(ModelRecord record, SseServer.Stream stream) throws IOException, InterruptedException {
        simulation.time.pause(Duration.ofMillis(latency));
        int skip = stream.request().parameter("skip");
        int limit = stream.request().parameter("limit");
        switch (nextFault()) {
            case 0 -> stream.answer(500, Answers.errorBody("internal_error", "{}"));
            case 1 -> stream.answer(502, "<html>");
            case 2 -> stream.answer(429, Answers.errorBody("rate_limited", "{\"retryAfterSeconds\": 1}"));
            case 3 -> stream.reset();
            default -> {
                count(skip >= NO_CONTENT);
                stream.answer(200, record.answer(now(), skip, limit));
            }
        }
    }

    /** Leaves what follows out of the counts. */
    synchronized void stopCounting() {
        counting = false;
    }

    private synchronized void count(boolean question) {
        if (!counting) {
            return;
        }
        if (question) {
            questions++;
        } else {
            readings++;
        }
    }

    private synchronized int nextFault() {
        boolean fault = faultsInARow < 2 && faultChoices.nextDouble() < faults;
        faultsInARow = fault ? faultsInARow + 1 : 0;
        faultsMade += fault && counting ? 1 : 0;
        return fault ? faultChoices.nextInt(4) : -1;
    }

    /** How often a state was answered. */
    synchronized int questions() {
        return questions;
    }

    /** How often results were answered. */
    synchronized int readings() {
        return readings;
    }

    synchronized int faults() {
        return faultsMade;
    }

    long latency() {
        return latency;
    }

    ReaderClient.Builder client() {
        boolean large = jobs.values().stream().anyMatch(ModelJob::isLarge);
        ReaderClient.Builder builder = simulation.server.builder();
        return large ? builder.maxResponseBytes(SMALL_LIMIT) : builder;
    }

    @Override
    public String toString() {
        return "wild: " + choices.wild() + "\n" + recordHabits + "\n" + streamHabits + "\n" + connectionHabits + "\n"
                + "latency " + latency + ", faults " + faults + "\n" + jobs.values();
    }
}
