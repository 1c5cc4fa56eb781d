package dev.reader.client.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.error.WebhookVerificationException.Reason;
import dev.reader.client.internal.json.Json;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parses an accepted delivery into an event. */
final class WebhookParser {
    private static final String JOB_STARTED = "job.started";
    private static final String JOB_PAGE = "job.page";
    private static final String JOB_COMPLETED = "job.completed";
    private static final String JOB_FAILED = "job.failed";
    private static final String CREDIT_LOW = "credit.low";
    private static final String SESSION_CREATED = "session.created";
    private static final String SESSION_STOPPED = "session.stopped";

    private static final TypeReference<JsonNode> ANY = new TypeReference<>() {};

    private WebhookParser() {}

    static WebhookEvent parse(Function<String, @Nullable String> headers, @Nullable Instant timestamp, byte[] body) {
        String header = WebhookHeaders.find(headers, WebhookHeaders.EVENT);
        String type = header == null ? "" : header;
        String id = WebhookHeaders.find(headers, WebhookHeaders.DELIVERY);
        JsonNode payload = read(body);
        return event(new WebhookDelivery(type, id, timestamp, payload));
    }

    static WebhookEvent event(WebhookDelivery delivery) {
        return switch (delivery.type()) {
            case CREDIT_LOW -> new WebhookEvent.CreditLow(delivery);
            case SESSION_CREATED -> new WebhookEvent.SessionCreated(delivery);
            case SESSION_STOPPED -> new WebhookEvent.SessionStopped(delivery);
            default -> jobEvent(delivery);
        };
    }

    private static WebhookEvent jobEvent(WebhookDelivery delivery) {
        String jobId = text(delivery.payload(), "jobId");
        if (jobId == null) {
            return new WebhookEvent.Unknown(delivery);
        }
        return switch (delivery.type()) {
            case JOB_STARTED -> new WebhookEvent.JobStarted(jobId, delivery);
            case JOB_PAGE -> new WebhookEvent.JobPage(jobId, delivery);
            case JOB_COMPLETED -> new WebhookEvent.JobCompleted(jobId, delivery);
            case JOB_FAILED -> new WebhookEvent.JobFailed(jobId, text(delivery.payload(), "error"), delivery);
            default -> new WebhookEvent.Unknown(delivery);
        };
    }

    private static @Nullable String text(JsonNode payload, String name) {
        JsonNode value = payload.get(name);
        return value == null ? null : value.textValue();
    }

    static JsonNode read(byte[] body) {
        try {
            JsonNode payload = Json.read(body, ANY);
            if (payload.isNull()) {
                throw new WebhookVerificationException(Reason.MALFORMED_BODY, "the body is null", null);
            }
            return payload;
        } catch (JsonProcessingException e) {
            throw new WebhookVerificationException(
                    Reason.MALFORMED_BODY, "can't parse a body of " + body.length + " bytes: " + Json.reason(e), e);
        }
    }
}
