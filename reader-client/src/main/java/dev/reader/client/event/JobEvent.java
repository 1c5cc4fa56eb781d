package dev.reader.client.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;

/** What the stream of a job brings (docs/reader-api.md §4). */
public sealed interface JobEvent {

    /**
     * How far the job is. Comes as often as the server says so, and may come again after a reconnect.
     *
     * @param status the job's state
     * @param completed how many of its pages were attempted
     * @param total how many pages it has, as far as is known
     */
    record Progress(@JsonProperty(required = true) JobStatus status, int completed, int total) implements JobEvent {}

    /**
     * A page was read.
     *
     * @param page the page
     */
    record PageReady(Page page) implements JobEvent {}

    /**
     * A page failed; the job goes on.
     *
     * @param url the page's URL as it was asked for
     * @param error why it failed
     */
    record PageFailed(
            @JsonProperty(required = true) String url,
            @JsonProperty(required = true) String error) implements JobEvent {}

    /**
     * The job is over, and every page of it came before this. The last event.
     *
     * @param status how the job ended
     * @param completed how many of its pages were attempted
     * @param total how many pages it has
     */
    record Done(@JsonProperty(required = true) JobStatus status, int completed, int total) implements JobEvent {}

    /**
     * An event that this version does not know.
     *
     * @param name the event's name
     * @param data its data; a text where they are no JSON
     */
    record Unknown(String name, JsonNode data) implements JobEvent {}
}
