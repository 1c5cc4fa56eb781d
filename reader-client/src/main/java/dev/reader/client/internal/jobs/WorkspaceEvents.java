package dev.reader.client.internal.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.event.WorkspaceEvent.JobProgress;
import dev.reader.client.internal.json.Json;

/** Decodes the events of a workspace's stream (docs/reader-api.md §4). */
final class WorkspaceEvents extends EventDecoder<WorkspaceEvent> {
    private static final TypeReference<JobProgress> PROGRESS = new TypeReference<>() {};
    private static final TypeReference<JobCompleted> COMPLETED = new TypeReference<>() {};
    private static final TypeReference<JobFailed> FAILED = new TypeReference<>() {};

    @Override
    WorkspaceEvent decode(String name, String data) throws JsonProcessingException {
        return switch (name) {
            case "job:progress" -> {
                JobProgress progress = Json.read(data, PROGRESS);
                required("jobId", progress.jobId());
                required("status", progress.status());
                yield progress;
            }
            case "job:completed" -> {
                JobCompleted completed = Json.read(data, COMPLETED);
                required("jobId", completed.jobId());
                required("status", completed.status());
                yield completed;
            }
            case "job:failed" -> {
                JobFailed failed = Json.read(data, FAILED);
                required("jobId", failed.jobId());
                yield failed;
            }
            default -> new WorkspaceEvent.Unknown(name, dataOf(data));
        };
    }
}
