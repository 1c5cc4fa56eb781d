package dev.reader.client.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that Reader delivered to a webhook (docs/reader-api.md §5).
 *
 * <p>Only documented fields have components; {@link #payload} holds everything the server sent. An event of an unknown
 * type, or a job event without a job id, is an {@link Unknown}.
 *
 * <p>{@code toString} omits the payload, because the payload of a session event may contain the session's token.
 */
public sealed interface WebhookEvent {

    /**
     * {@return the event's name on the wire, such as {@code job.completed}; empty if the header is absent}
     *
     * <p>Taken from a header, which the signature does not cover.
     */
    String type();

    /**
     * {@return the delivery's id, or null if the header is absent}
     *
     * <p>Taken from a header, which the signature does not cover.
     */
    @Nullable
    String deliveryId();

    /** {@return when the delivery was sent, in whole seconds; null if an unsigned delivery has no timestamp} */
    @Nullable
    Instant timestamp();

    /** {@return the whole body} */
    JsonNode payload();

    /**
     * A job has started.
     *
     * @param jobId the job's id
     * @param deliveryId the delivery's id, or null
     * @param timestamp when it was sent, or null
     * @param payload the whole body
     */
    record JobStarted(
            String jobId,
            @Nullable String deliveryId,
            @Nullable Instant timestamp,
            JsonNode payload) implements WebhookEvent {
        @Override
        public String type() {
            return WebhookParser.JOB_STARTED;
        }

        @Override
        public String toString() {
            return WebhookParser.describe(this, jobId);
        }
    }

    /**
     * A page of a job is finished.
     *
     * @param jobId the job's id
     * @param deliveryId the delivery's id, or null
     * @param timestamp when it was sent, or null
     * @param payload the whole body
     */
    record JobPage(
            String jobId,
            @Nullable String deliveryId,
            @Nullable Instant timestamp,
            JsonNode payload) implements WebhookEvent {
        @Override
        public String type() {
            return WebhookParser.JOB_PAGE;
        }

        @Override
        public String toString() {
            return WebhookParser.describe(this, jobId);
        }
    }

    /**
     * A job has completed: every URL was attempted, but some pages may have failed.
     *
     * @param jobId the job's id
     * @param deliveryId the delivery's id, or null
     * @param timestamp when it was sent, or null
     * @param payload the whole body
     */
    record JobCompleted(
            String jobId,
            @Nullable String deliveryId,
            @Nullable Instant timestamp,
            JsonNode payload) implements WebhookEvent {
        @Override
        public String type() {
            return WebhookParser.JOB_COMPLETED;
        }

        @Override
        public String toString() {
            return WebhookParser.describe(this, jobId);
        }
    }

    /**
     * A job has failed as a whole.
     *
     * @param jobId the job's id
     * @param error the server's error message, or null if absent
     * @param deliveryId the delivery's id, or null
     * @param timestamp when it was sent, or null
     * @param payload the whole body
     */
    record JobFailed(
            String jobId,
            @Nullable String error,
            @Nullable String deliveryId,
            @Nullable Instant timestamp,
            JsonNode payload)
            implements WebhookEvent {
        @Override
        public String type() {
            return WebhookParser.JOB_FAILED;
        }

        @Override
        public String toString() {
            return WebhookParser.describe(this, jobId);
        }
    }

    /**
     * The workspace is running low on credits.
     *
     * @param deliveryId the delivery's id, or null
     * @param timestamp when it was sent, or null
     * @param payload the whole body
     */
    record CreditLow(@Nullable String deliveryId, @Nullable Instant timestamp, JsonNode payload)
            implements WebhookEvent {
        @Override
        public String type() {
            return WebhookParser.CREDIT_LOW;
        }

        @Override
        public String toString() {
            return WebhookParser.describe(this, null);
        }
    }

    /**
     * A browser session was created.
     *
     * @param deliveryId the delivery's id, or null
     * @param timestamp when it was sent, or null
     * @param payload the whole body; may contain the session's token
     */
    record SessionCreated(
            @Nullable String deliveryId, @Nullable Instant timestamp, JsonNode payload) implements WebhookEvent {
        @Override
        public String type() {
            return WebhookParser.SESSION_CREATED;
        }

        @Override
        public String toString() {
            return WebhookParser.describe(this, null);
        }
    }

    /**
     * A browser session was stopped.
     *
     * @param deliveryId the delivery's id, or null
     * @param timestamp when it was sent, or null
     * @param payload the whole body
     */
    record SessionStopped(
            @Nullable String deliveryId, @Nullable Instant timestamp, JsonNode payload) implements WebhookEvent {
        @Override
        public String type() {
            return WebhookParser.SESSION_STOPPED;
        }

        @Override
        public String toString() {
            return WebhookParser.describe(this, null);
        }
    }

    /**
     * An event of an unknown type, or a job event whose body has no job id.
     *
     * @param type the event's name on the wire; empty if the header is absent
     * @param deliveryId the delivery's id, or null
     * @param timestamp when it was sent, or null
     * @param payload the whole body
     */
    record Unknown(
            String type,
            @Nullable String deliveryId,
            @Nullable Instant timestamp,
            JsonNode payload) implements WebhookEvent {
        @Override
        public String toString() {
            return WebhookParser.describe(this, null);
        }
    }
}
