package dev.reader.client.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.json.PortableForm;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event of a job's stream (docs/reader-api.md §4). */
public sealed interface JobEvent extends Serializable {

    /**
     * The progress of the job. May repeat after a reconnect.
     *
     * @param status the status of the job
     * @param completed the number of pages attempted so far; 0 if the server does not say
     * @param total the number of pages, as far as it is known; 0 if the server does not say
     */
    record Progress(@JsonProperty(required = true) JobStatus status, int completed, int total) implements JobEvent {
        /**
         * Reads the form that {@link JobEvent#toMap} returns.
         *
         * @param map the name and the data of the event
         * @return the event
         * @throws IllegalArgumentException if it is another event, or a required field is missing
         */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @PortableForm
        public static Progress fromMap(Map<String, Object> map) {
            return EventForm.cast(JobEvent.fromMap(map), Progress.class);
        }
    }

    /**
     * A page was read.
     *
     * @param page the page
     */
    record PageReady(Page page) implements JobEvent {
        /**
         * Reads the form that {@link JobEvent#toMap} returns.
         *
         * @param map the name and the data of the event
         * @return the event
         * @throws IllegalArgumentException if it is another event, or a required field is missing
         */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @PortableForm
        public static PageReady fromMap(Map<String, Object> map) {
            return EventForm.cast(JobEvent.fromMap(map), PageReady.class);
        }
    }

    /**
     * A page failed. The job continues.
     *
     * @param url the requested URL
     * @param error why the page failed; empty if the server does not say, JSON text if it sends an object
     */
    record PageFailed(String url, String error) implements JobEvent {
        /**
         * Reads the form that {@link JobEvent#toMap} returns.
         *
         * @param map the name and the data of the event
         * @return the event
         * @throws IllegalArgumentException if it is another event, or a required field is missing
         */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @PortableForm
        public static PageFailed fromMap(Map<String, Object> map) {
            return EventForm.cast(JobEvent.fromMap(map), PageFailed.class);
        }

        @JsonCreator
        private static PageFailed read(
                @JsonProperty(value = "url", required = true) String url,
                @JsonProperty("error") @Nullable JsonNode error) {
            return new PageFailed(
                    url,
                    error == null || error.isNull() ? "" : error.isTextual() ? error.textValue() : error.toString());
        }
    }

    /**
     * The job has ended, and all its pages were delivered before. The last event.
     *
     * @param status the terminal status
     * @param completed the number of pages attempted so far; 0 if the server does not say
     * @param total the number of pages; 0 if the server does not say
     */
    record Done(@JsonProperty(required = true) JobStatus status, int completed, int total) implements JobEvent {
        /**
         * Reads the form that {@link JobEvent#toMap} returns.
         *
         * @param map the name and the data of the event
         * @return the event
         * @throws IllegalArgumentException if it is another event, or a required field is missing
         */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @PortableForm
        public static Done fromMap(Map<String, Object> map) {
            return EventForm.cast(JobEvent.fromMap(map), Done.class);
        }
    }

    /**
     * An event that this version does not know.
     *
     * @param name the event's name
     * @param data its data; a JSON string if the data is not JSON
     */
    record Unknown(String name, JsonNode data) implements JobEvent {
        /**
         * Reads the form that {@link JobEvent#toMap} returns.
         *
         * @param map the name and the data of the event
         * @return the event
         * @throws IllegalArgumentException if it is another event, or a required field is missing
         */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @PortableForm
        public static Unknown fromMap(Map<String, Object> map) {
            return EventForm.cast(JobEvent.fromMap(map), Unknown.class);
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
        if (this instanceof Progress) {
            return EventForm.toMap("progress", this);
        }
        if (this instanceof PageReady ready) {
            return EventForm.toMap("page", ready.page());
        }
        if (this instanceof PageFailed) {
            return EventForm.toMap("error", this);
        }
        if (this instanceof Unknown unknown) {
            return EventForm.toMap(unknown.name(), unknown.data());
        }
        return EventForm.toMap("done", this);
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
    static JobEvent fromMap(Map<String, Object> map) {
        EventForm form = EventForm.fromMap(map);
        return switch (form.event()) {
            case "progress" -> form.as(Progress.class);
            case "page" -> new PageReady(form.as(Page.class));
            case "error" -> form.as(PageFailed.class);
            case "done" -> form.as(Done.class);
            default -> new Unknown(form.event(), form.data());
        };
    }
}
