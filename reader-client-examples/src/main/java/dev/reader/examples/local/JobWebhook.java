package dev.reader.examples.local;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The webhook of one job alone. */
record JobWebhook(URI url, Set<String> events, @Nullable String secret) implements WebhookTarget {

    /** Reads the field {@code webhook}; null when there is none. */
    static @Nullable JobWebhook of(Fields request) {
        Fields fields = request.nested("webhook");
        if (fields == null) {
            return null;
        }
        Set<String> events = fields.has("events") ? WebhookFields.events(fields) : Set.copyOf(WebhookFields.JOB_EVENTS);
        return new JobWebhook(WebhookFields.url(fields), events, fields.string("secret", 16, 256));
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public boolean wants(String event) {
        return events.contains(event);
    }

    @Override
    public void attempted(Instant at, boolean success) {
        // nobody can ask for the statistics of a job's own webhook
    }

    @Override
    public void gaveUp() {
        // as above
    }
}
