package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Copies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch or crawl job (docs/reader-api.md §2, §3).
 *
 * @param id the job's id
 * @param status its state
 * @param mode its kind, or null where the server does not say
 * @param total how many pages it has, as far as is known
 * @param completed how many of them were attempted
 * @param creditsUsed what it has cost so far, or null where the server does not say
 * @param createdAt when it was made, or null where the server does not say
 * @param startedAt when it began to run, or null if it has not
 * @param completedAt when it ended, or null if it has not
 * @param error why the job as a whole failed, or null
 * @param results its pages: all of them where the client was to collect them, else none
 * @param additionalProperties what else the server said
 */
public record Job(
        @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
        String id,

        @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
        JobStatus status,

        @Nullable JobMode mode,
        int total,
        int completed,
        @Nullable Integer creditsUsed,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable String error,
        @JsonSetter(contentNulls = Nulls.FAIL) List<Page> results,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    /** Copies what can change. */
    public Job {
        results = Copies.list(results);
        additionalProperties = Copies.map(additionalProperties);
    }

    /** {@return those of the {@link #results} that failed} */
    public List<Page> failedPages() {
        return results.stream().filter(Page::failed).toList();
    }

    /**
     * Returns this job with other results.
     *
     * @param pages the results
     * @return a copy
     */
    public Job withResults(List<Page> pages) {
        return new Job(
                id,
                status,
                mode,
                total,
                completed,
                creditsUsed,
                createdAt,
                startedAt,
                completedAt,
                error,
                pages,
                additionalProperties);
    }

    /** {@return the job in a line, with the number of its results} */
    @Override
    public String toString() {
        return "Job[id=" + id + ", status=" + status + ", mode=" + mode + ", completed=" + completed + " of " + total
                + ", creditsUsed=" + creditsUsed + ", results=" + results.size()
                + (error == null ? "" : ", error=" + error) + "]";
    }
}
