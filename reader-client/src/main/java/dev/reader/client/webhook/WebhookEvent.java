package dev.reader.client.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that Reader delivered to a webhook (docs/reader-api.md §5).
 *
 * <p>Only documented fields have components; {@link #payload} holds everything the server sent. An event of an unknown
 * type, or a job event without a job id, is an {@link Unknown}.
 */
public sealed interface WebhookEvent {

    /** {@return the delivery that brought the event} */
    WebhookDelivery delivery();

    /**
     * {@return the event's name on the wire, such as {@code job.completed}; empty if the header is absent}
     *
     * <p>Taken from a header, which the signature does not cover.
     */
    default String type() {
        return delivery().type();
    }

    /**
     * {@return the delivery's id, or null if the header is absent}
     *
     * <p>Taken from a header, which the signature does not cover.
     */
    default @Nullable String deliveryId() {
        return delivery().id();
    }

    /** {@return when the delivery was sent, in whole seconds; null if an unsigned delivery has no timestamp} */
    default @Nullable Instant timestamp() {
        return delivery().timestamp();
    }

    /** {@return the whole body; may contain a session's token} */
    default JsonNode payload() {
        return delivery().payload();
    }

    /**
     * A job has started.
     *
     * @param jobId the job's id
     * @param delivery the delivery that brought the event
     */
    record JobStarted(String jobId, WebhookDelivery delivery) implements WebhookEvent {}

    /**
     * A page of a job is finished.
     *
     * @param jobId the job's id
     * @param delivery the delivery that brought the event
     */
    record JobPage(String jobId, WebhookDelivery delivery) implements WebhookEvent {}

    /**
     * A job has completed: every URL was attempted, but some pages may have failed.
     *
     * @param jobId the job's id
     * @param delivery the delivery that brought the event
     */
    record JobCompleted(String jobId, WebhookDelivery delivery) implements WebhookEvent {}

    /**
     * A job has failed as a whole.
     *
     * @param jobId the job's id
     * @param error the server's error message, or null if absent
     * @param delivery the delivery that brought the event
     */
    record JobFailed(String jobId, @Nullable String error, WebhookDelivery delivery) implements WebhookEvent {}

    /**
     * The workspace is running low on credits.
     *
     * @param delivery the delivery that brought the event
     */
    record CreditLow(WebhookDelivery delivery) implements WebhookEvent {}

    /**
     * A browser session was created.
     *
     * @param delivery the delivery that brought the event; its payload may contain the session's token
     */
    record SessionCreated(WebhookDelivery delivery) implements WebhookEvent {}

    /**
     * A browser session was stopped.
     *
     * @param delivery the delivery that brought the event
     */
    record SessionStopped(WebhookDelivery delivery) implements WebhookEvent {}

    /**
     * An event of an unknown type, or a job event whose body has no job id.
     *
     * @param delivery the delivery that brought the event
     */
    record Unknown(WebhookDelivery delivery) implements WebhookEvent {}
}
