package dev.reader.client.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import org.jspecify.annotations.Nullable;

/** An event of a job's stream (docs/reader-api.md §4). */
public sealed interface JobEvent {

    /**
     * The progress of the job. May repeat after a reconnect.
     *
     * @param status the status of the job
     * @param completed the number of pages attempted so far; 0 if the server does not say
     * @param total the number of pages, as far as it is known; 0 if the server does not say
     */
    record Progress(@JsonProperty(required = true) JobStatus status, int completed, int total) implements JobEvent {}

    /**
     * A page was read.
     *
     * @param page the page
     */
    record PageReady(Page page) implements JobEvent {}

    /**
     * A page failed. The job continues.
     *
     * @param url the requested URL
     * @param error why the page failed; empty if the server does not say, JSON text if it sends an object
     */
    record PageFailed(String url, String error) implements JobEvent {

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
    record Done(@JsonProperty(required = true) JobStatus status, int completed, int total) implements JobEvent {}

    /**
     * An event that this version does not know.
     *
     * @param name the event's name
     * @param data its data; a JSON string if the data is not JSON
     */
    record Unknown(String name, JsonNode data) implements JobEvent {}
}
