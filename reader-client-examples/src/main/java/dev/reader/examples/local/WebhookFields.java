package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields that a webhook has, whether it is the workspace's or a job's own. */
final class WebhookFields {
    static final List<String> JOB_EVENTS = List.of("job.started", "job.page", "job.completed", "job.failed");
    private static final Set<String> EVENTS = Set.of(
            "job.started",
            "job.page",
            "job.completed",
            "job.failed",
            "credit.low",
            "session.created",
            "session.stopped");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final URI NONE = URI.create("https://invalid");

    private WebhookFields() {}

    /** The receiver. The service takes HTTPS only; here plain HTTP will do on this machine. */
    static URI url(Fields fields) {
        String text = fields.required("url", 1, 2_048);
        URI url = UrlPolicy.parse(text);
        if (url != null && UrlPolicy.isHttp(url)) {
            if (url.getScheme().equalsIgnoreCase("https") || LOOPBACK.contains(url.getHost())) {
                return url;
            }
            fields.issue("url", "invalid_url", "must be an https URL, or an http URL on localhost");
        } else if (!text.isEmpty()) {
            fields.issue("url", "invalid_url", "must be an https URL");
        }
        return NONE;
    }

    static Set<String> events(Fields fields) {
        List<String> events = fields.strings("events");
        if (events.isEmpty()) {
            fields.issue("events", "too_small", "must name an event");
        }
        for (int i = 0; i < events.size(); i++) {
            if (!EVENTS.contains(events.get(i))) {
                fields.issue("events." + i, "invalid_enum_value", "is no known event: " + events.get(i));
            }
        }
        return Set.copyOf(events);
    }

    static Map<String, String> headers(Fields fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!fields.has("headers")) {
            return headers;
        }
        if (!fields.get("headers").isObject()) {
            fields.issue("headers", "invalid_type", "must be an object of strings");
        }
        for (Map.Entry<String, JsonNode> header : fields.get("headers").properties()) {
            String name = header.getKey();
            if (!header.getValue().isTextual()) {
                fields.issue("headers." + name, "invalid_type", "must be a string");
            } else if (isSendable(name, header.getValue().textValue())) {
                headers.put(name, header.getValue().textValue());
            } else {
                fields.issue("headers." + name, "invalid_header", "can't be sent");
            }
        }
        return headers;
    }

    /** Asks the HTTP client, which refuses what is malformed and what it sets itself. */
    private static boolean isSendable(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
