package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.json.Portable;
import dev.reader.client.internal.json.PortableForm;
import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch or crawl job (docs/reader-api.md §2, §3).
 *
 * @param id the job's id
 * @param status its status
 * @param mode its kind, or null if the server does not say
 * @param total the number of its pages, as far as it is known; 0 if the server does not say
 * @param completed the number of pages attempted so far; 0 if the server does not say
 * @param creditsUsed its cost so far, or null if the server does not say
 * @param createdAt when it was created, or null if the server does not say
 * @param startedAt when it started, or null if it has not
 * @param completedAt when it ended, or null if it has not
 * @param error why the job as a whole failed, or null
 * @param results its pages, if the client collected them; else empty
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
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
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties)
        implements Serializable {

    /** Copies lists and maps. */
    public Job {
        results = Copies.list(results);
        additionalProperties = Copies.map(additionalProperties);
    }

    /** {@return the failed pages among the {@link #results}} */
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

    /**
     * Returns this job as maps, lists and scalars in the form of the wire. Every JSON mapper writes the job in this
     * form, whatever its version and settings.
     *
     * @return an unmodifiable map without null values
     */
    @JsonValue
    @PortableForm
    public Map<String, Object> toMap() {
        return Portable.toMap(this);
    }

    /**
     * Reads a job from the form that {@link #toMap} returns. Every JSON mapper reads a job in this way.
     *
     * @param map the fields; unknown ones are kept
     * @return the job
     * @throws IllegalArgumentException if a required field is missing
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    @PortableForm
    public static Job fromMap(Map<String, Object> map) {
        return Portable.fromMap(map, Job.class);
    }

    /** {@return this job as a JSON object, in the form of the wire} */
    public String toJson() {
        return Portable.toJson(this);
    }

    /**
     * Reads a job from a JSON object, such as one that {@link #toJson} wrote.
     *
     * @param json the JSON object
     * @return the job
     * @throws IllegalArgumentException if the text is not a JSON object or a required field is missing
     */
    public static Job fromJson(String json) {
        return Portable.fromJson(json, Job.class);
    }

    /** {@return the job with the number of its results, on one line} */
    @Override
    public String toString() {
        return "Job[id=" + id + ", status=" + status + ", mode=" + mode + ", completed=" + completed + " of " + total
                + ", creditsUsed=" + creditsUsed + ", results=" + results.size()
                + (error == null ? "" : ", error=" + error) + "]";
    }

    /**
     * Returns a builder.
     *
     * @param id the job's id
     * @param status the job's status
     * @return the builder
     */
    public static Builder builder(String id, JobStatus status) {
        return new Builder(Checks.notNull("id", id), Checks.notNull("status", status));
    }

    /** Builds a {@link Job}, for tests. Components that are not set are absent. */
    public static final class Builder {
        private final String id;
        private final JobStatus status;
        private @Nullable JobMode mode;
        private int total;
        private int completed;
        private @Nullable Integer creditsUsed;
        private @Nullable Instant createdAt;
        private @Nullable Instant startedAt;
        private @Nullable Instant completedAt;
        private @Nullable String error;
        private List<Page> results = List.of();
        private final Map<String, JsonNode> additionalProperties = new LinkedHashMap<>();

        private Builder(String id, JobStatus status) {
            this.id = id;
            this.status = status;
        }

        /**
         * Sets the job's kind.
         *
         * @param mode the value, or null
         * @return this
         */
        public Builder mode(@Nullable JobMode mode) {
            this.mode = mode;
            return this;
        }

        /**
         * Sets the number of pages.
         *
         * @param total the value
         * @return this
         */
        public Builder total(int total) {
            this.total = total;
            return this;
        }

        /**
         * Sets the number of pages attempted so far.
         *
         * @param completed the value
         * @return this
         */
        public Builder completed(int completed) {
            this.completed = completed;
            return this;
        }

        /**
         * Sets the cost of the job.
         *
         * @param creditsUsed the value, or null
         * @return this
         */
        public Builder creditsUsed(@Nullable Integer creditsUsed) {
            this.creditsUsed = creditsUsed;
            return this;
        }

        /**
         * Sets when the job was created.
         *
         * @param createdAt the value, or null
         * @return this
         */
        public Builder createdAt(@Nullable Instant createdAt) {
            this.createdAt = createdAt;
            return this;
        }

        /**
         * Sets when the job started.
         *
         * @param startedAt the value, or null
         * @return this
         */
        public Builder startedAt(@Nullable Instant startedAt) {
            this.startedAt = startedAt;
            return this;
        }

        /**
         * Sets when the job ended.
         *
         * @param completedAt the value, or null
         * @return this
         */
        public Builder completedAt(@Nullable Instant completedAt) {
            this.completedAt = completedAt;
            return this;
        }

        /**
         * Sets why the job as a whole failed.
         *
         * @param error the value, or null
         * @return this
         */
        public Builder error(@Nullable String error) {
            this.error = error;
            return this;
        }

        /**
         * Sets the job's pages.
         *
         * @param results the value
         * @return this
         */
        public Builder results(List<Page> results) {
            this.results = Checks.notNull("results", results);
            return this;
        }

        /**
         * Adds a field that this version does not know.
         *
         * @param name the wire name
         * @param value the value
         * @return this
         */
        public Builder additionalProperty(String name, JsonNode value) {
            additionalProperties.put(Checks.notNull("name", name), Checks.notNull("value", value));
            return this;
        }

        /** {@return the job} */
        public Job build() {
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
                    results,
                    additionalProperties);
        }
    }
}
