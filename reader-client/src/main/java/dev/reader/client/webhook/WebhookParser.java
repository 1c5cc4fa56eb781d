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
    static final String JOB_STARTED = "job.started";
    static final String JOB_PAGE = "job.page";
    static final String JOB_COMPLETED = "job.completed";
    static final String JOB_FAILED = "job.failed";
    static final String CREDIT_LOW = "credit.low";
    static final String SESSION_CREATED = "session.created";
    static final String SESSION_STOPPED = "session.stopped";

    private static final TypeReference<JsonNode> ANY = new TypeReference<>() {};

    private WebhookParser() {}

    static WebhookEvent parse(Function<String, @Nullable String> headers, @Nullable Instant timestamp, byte[] body) {
        String header = WebhookHeaders.find(headers, WebhookHeaders.EVENT);
        String type = header == null ? "" : header;
        String id = WebhookHeaders.find(headers, WebhookHeaders.DELIVERY);
        JsonNode payload = read(body);
        return switch (type) {
            case CREDIT_LOW -> new WebhookEvent.CreditLow(id, timestamp, payload);
            case SESSION_CREATED -> new WebhookEvent.SessionCreated(id, timestamp, payload);
            case SESSION_STOPPED -> new WebhookEvent.SessionStopped(id, timestamp, payload);
            default -> ofJob(type, id, timestamp, payload);
        };
    }

    private static WebhookEvent ofJob(String type, @Nullable String id, @Nullable Instant timestamp, JsonNode payload) {
        String jobId = text(payload, "jobId");
        if (jobId == null) {
            return new WebhookEvent.Unknown(type, id, timestamp, payload);
        }
        return switch (type) {
            case JOB_STARTED -> new WebhookEvent.JobStarted(jobId, id, timestamp, payload);
            case JOB_PAGE -> new WebhookEvent.JobPage(jobId, id, timestamp, payload);
            case JOB_COMPLETED -> new WebhookEvent.JobCompleted(jobId, id, timestamp, payload);
            case JOB_FAILED -> new WebhookEvent.JobFailed(jobId, text(payload, "error"), id, timestamp, payload);
            default -> new WebhookEvent.Unknown(type, id, timestamp, payload);
        };
    }

    private static @Nullable String text(JsonNode payload, String name) {
        JsonNode value = payload.get(name);
        return value == null ? null : value.textValue();
    }

    private static JsonNode read(byte[] body) {
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

    static String describe(WebhookEvent event, @Nullable String jobId) {
        return event.getClass().getSimpleName() + "[type=" + event.type() + (jobId == null ? "" : ", jobId=" + jobId)
                + ", deliveryId=" + event.deliveryId() + ", timestamp=" + event.timestamp() + "]";
    }
}
