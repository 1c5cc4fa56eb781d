package dev.reader.examples.local.webhook;

import dev.reader.examples.local.http.RequestFields;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The webhook of a single job. */
public record PerJobWebhook(
        URI url, Set<String> events, @Nullable String secret) implements WebhookTarget {

    /** Parses the field {@code webhook}; null if it is missing. */
    public static @Nullable PerJobWebhook of(RequestFields request) {
        RequestFields fields = request.nested("webhook");
        if (fields == null) {
            return null;
        }
        Set<String> events =
                fields.has("events") ? WebhookFieldParser.events(fields) : Set.copyOf(WebhookFieldParser.JOB_EVENTS);
        return new PerJobWebhook(WebhookFieldParser.url(fields), events, fields.string("secret", 16, 256));
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public boolean subscribesTo(String event) {
        return events.contains(event);
    }

    @Override
    public void recordAttempt(Instant at, @Nullable Integer status) {
        // a job's webhook has no statistics
    }

    @Override
    public void recordFailure() {
        // as above
    }
}
