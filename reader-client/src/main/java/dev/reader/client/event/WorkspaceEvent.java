package dev.reader.client.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.json.PortableForm;
import dev.reader.client.model.JobStatus;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event of the workspace's stream (docs/reader-api.md §4). */
public sealed interface WorkspaceEvent extends Serializable {

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
            implements WorkspaceEvent {
        /**
         * Reads the form that {@link WorkspaceEvent#toMap} returns.
         *
         * @param map the name and the data of the event
         * @return the event
         * @throws IllegalArgumentException if it is another event, or a required field is missing
         */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @PortableForm
        public static JobProgress fromMap(Map<String, Object> map) {
            return EventForm.cast(WorkspaceEvent.fromMap(map), JobProgress.class);
        }
    }

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
        /**
         * Reads the form that {@link WorkspaceEvent#toMap} returns.
         *
         * @param map the name and the data of the event
         * @return the event
         * @throws IllegalArgumentException if it is another event, or a required field is missing
         */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @PortableForm
        public static JobCompleted fromMap(Map<String, Object> map) {
            return EventForm.cast(WorkspaceEvent.fromMap(map), JobCompleted.class);
        }

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
        /**
         * Reads the form that {@link WorkspaceEvent#toMap} returns.
         *
         * @param map the name and the data of the event
         * @return the event
         * @throws IllegalArgumentException if it is another event, or a required field is missing
         */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @PortableForm
        public static JobFailed fromMap(Map<String, Object> map) {
            return EventForm.cast(WorkspaceEvent.fromMap(map), JobFailed.class);
        }

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
    record Unknown(String name, JsonNode data) implements WorkspaceEvent {
        /**
         * Reads the form that {@link WorkspaceEvent#toMap} returns.
         *
         * @param map the name and the data of the event
         * @return the event
         * @throws IllegalArgumentException if it is another event, or a required field is missing
         */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @PortableForm
        public static Unknown fromMap(Map<String, Object> map) {
            return EventForm.cast(WorkspaceEvent.fromMap(map), Unknown.class);
        }
    }

    /**
     * Returns this event as its name on the stream, {@code event}, and its {@code data}, as maps, lists and scalars in the
     * form of the wire. Every JSON mapper writes the event in this form, whatever its version and settings.
     *
     * @return an unmodifiable map without null values
     */
    @JsonValue
    @PortableForm
    default Map<String, Object> toMap() {
        if (this instanceof JobProgress) {
            return EventForm.toMap("job:progress", this);
        }
        if (this instanceof JobCompleted) {
            return EventForm.toMap("job:completed", this);
        }
        if (this instanceof Unknown unknown) {
            return EventForm.toMap(unknown.name(), unknown.data());
        }
        return EventForm.toMap("job:failed", this);
    }

    /**
     * Reads an event from the form that {@link #toMap} returns. Every JSON mapper reads an event in this way.
     *
     * @param map the name and the data of the event
     * @return the event
     * @throws IllegalArgumentException if a required field is missing
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    @PortableForm
    static WorkspaceEvent fromMap(Map<String, Object> map) {
        EventForm form = EventForm.fromMap(map);
        return switch (form.event()) {
            case "job:progress" -> form.as(JobProgress.class);
            case "job:completed" -> form.as(JobCompleted.class);
            case "job:failed" -> form.as(JobFailed.class);
            default -> new Unknown(form.event(), form.data());
        };
    }
}
