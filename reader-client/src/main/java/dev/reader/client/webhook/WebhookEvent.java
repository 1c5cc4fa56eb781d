package dev.reader.client.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery of a webhook says (docs/reader-api.md §5).
 *
 * <p>Only what is documented has a component of its own; whatever else the server sends is in {@link #payload}. An event
 * that this version does not know, and one of a job that does not name its job, is an {@link Unknown}.
 *
 * <p>{@code toString} of an event leaves the payload out, since that of a session may hold its token.
 */
public sealed interface WebhookEvent {

    /**
     * {@return the event's name on the wire, such as {@code job.completed}; empty where the delivery names none}
     *
     * <p>It comes from a header, which the signature does not cover.
     */
    String type();

    /**
     * {@return the delivery's id, or null where the delivery names none}
     *
     * <p>It comes from a header, which the signature does not cover.
     */
    @Nullable
    String deliveryId();

    /** {@return when the delivery was sent, in whole seconds, or null where it says nothing, as one without a signature may} */
    @Nullable
    Instant timestamp();

    /** {@return the whole body} */
    JsonNode payload();

    /**
     * A job began to run.
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
     * A page of a job is done.
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
     * A job is completed: every URL was attempted, single pages may have failed.
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
     * A job as a whole failed.
     *
     * @param jobId the job's id
     * @param error why it failed, or null where the server does not say
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
     * The credits run low.
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
     * @param payload the whole body; may hold the session's token
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
     * An event that this version does not know, or one of a job whose body does not say which job.
     *
     * @param type the event's name on the wire; empty where the delivery names none
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
