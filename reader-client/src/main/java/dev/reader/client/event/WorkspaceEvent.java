package dev.reader.client.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.model.JobStatus;
import org.jspecify.annotations.Nullable;

/** An event of the workspace's stream (docs/reader-api.md §4). */
public sealed interface WorkspaceEvent {

    /**
     * The progress of a job.
     *
     * @param jobId the id of the job
     * @param status its status
     * @param completed the number of pages attempted so far; 0 if the server does not say
     * @param total the number of pages, as far as it is known; 0 if the server does not say
     */
    record JobProgress(
            @JsonProperty(required = true) String jobId,
            @JsonProperty(required = true) JobStatus status,
            int completed,
            int total)
            implements WorkspaceEvent {}

    /**
     * A job completed; some of its pages may have failed. After a gap in the stream, the client also reports a job that was
     * cancelled meanwhile in this way.
     *
     * @param jobId the id of the job
     * @param status the terminal status
     * @param completed the number of pages attempted so far; 0 if the server does not say
     * @param total the number of pages; 0 if the server does not say
     * @param creditsUsed its cost; 0 if the server does not say
     */
    record JobCompleted(String jobId, JobStatus status, int completed, int total, int creditsUsed)
            implements WorkspaceEvent {

        @JsonCreator
        private static JobCompleted read(
                @JsonProperty(value = "jobId", required = true) String jobId,
                @JsonProperty(value = "status", required = true) JobStatus status,
                @JsonProperty("completed") int completed,
                @JsonProperty("total") int total,
                @JsonProperty("creditsUsed") @Nullable Integer creditsUsed) {
            return new JobCompleted(jobId, status, completed, total, creditsUsed == null ? 0 : creditsUsed);
        }
    }

    /**
     * A job failed as a whole.
     *
     * @param jobId the id of the job
     * @param error why the job failed; empty if the server does not say
     */
    record JobFailed(String jobId, String error) implements WorkspaceEvent {

        @JsonCreator
        private static JobFailed read(
                @JsonProperty(value = "jobId", required = true) String jobId,
                @JsonProperty("error") @Nullable String error) {
            return new JobFailed(jobId, error == null ? "" : error);
        }
    }

    /**
     * An event that this version does not know.
     *
     * @param name the event's name
     * @param data its data; a JSON string if the data is not JSON
     */
    record Unknown(String name, JsonNode data) implements WorkspaceEvent {}
}
