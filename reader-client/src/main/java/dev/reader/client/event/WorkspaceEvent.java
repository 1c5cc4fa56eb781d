package dev.reader.client.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.model.JobStatus;
import org.jspecify.annotations.Nullable;

/** What the stream of a workspace brings (docs/reader-api.md §4). */
public sealed interface WorkspaceEvent {

    /**
     * How far a job is.
     *
     * @param jobId the job
     * @param status its state
     * @param completed how many of its pages were attempted
     * @param total how many pages it has, as far as is known
     */
    record JobProgress(
            @JsonProperty(required = true) String jobId,
            @JsonProperty(required = true) JobStatus status,
            int completed,
            int total)
            implements WorkspaceEvent {}

    /**
     * A job is over, and single pages of it may have failed. Where this was learnt by asking, after a gap in the stream, it
     * may also be that the job was cancelled.
     *
     * @param jobId the job
     * @param status how it ended
     * @param completed how many of its pages were attempted
     * @param total how many pages it has
     * @param creditsUsed what it cost; 0 where the server does not say
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
     * @param jobId the job
     * @param error why; empty where the server does not say
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
     * @param data its data; a text where they are no JSON
     */
    record Unknown(String name, JsonNode data) implements WorkspaceEvent {}
}
