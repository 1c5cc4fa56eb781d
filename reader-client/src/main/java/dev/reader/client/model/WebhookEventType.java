package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reader.client.internal.Checks;

/**
 * A type of event that a webhook receives (docs/reader-api.md §5). An open set: a value that this version does not know
 * is carried as it is.
 *
 * @param value the value on the wire, not blank
 */
public record WebhookEventType(@JsonValue String value) {
    /** A job started. */
    public static final WebhookEventType JOB_STARTED = new WebhookEventType("job.started");

    /** A page of a job was read or failed. */
    public static final WebhookEventType JOB_PAGE = new WebhookEventType("job.page");

    /** A job completed. */
    public static final WebhookEventType JOB_COMPLETED = new WebhookEventType("job.completed");

    /** A job as a whole failed. */
    public static final WebhookEventType JOB_FAILED = new WebhookEventType("job.failed");

    /** The workspace is running out of credits. */
    public static final WebhookEventType CREDIT_LOW = new WebhookEventType("credit.low");

    /** A browser session was created. */
    public static final WebhookEventType SESSION_CREATED = new WebhookEventType("session.created");

    /** A browser session was stopped. */
    public static final WebhookEventType SESSION_STOPPED = new WebhookEventType("session.stopped");

    /**
     * Creates a value.
     *
     * @param value the value on the wire, not blank
     * @throws IllegalArgumentException if the value is null or blank
     */
    public WebhookEventType {
        Checks.notBlank("WebhookEventType", value);
    }

    /**
     * Returns the value for a wire name.
     *
     * @param value the value on the wire, not blank
     * @return the value
     * @throws IllegalArgumentException if the value is null or blank
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static WebhookEventType of(String value) {
        return new WebhookEventType(value);
    }

    /** {@return the value on the wire} */
    @Override
    public String toString() {
        return value;
    }
}
