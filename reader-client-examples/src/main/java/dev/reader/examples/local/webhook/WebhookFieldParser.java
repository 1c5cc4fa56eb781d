package dev.reader.examples.local.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.local.http.RequestFields;
import dev.reader.examples.local.http.UrlPolicy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses the fields of a webhook, whether it belongs to the workspace or to a job. */
final class WebhookFieldParser {
    static final List<String> JOB_EVENTS = List.of("job.started", "job.page", "job.completed", "job.failed");
    private static final Set<String> EVENTS = Set.of(
            "job.started",
            "job.page",
            "job.completed",
            "job.failed",
            "credit.low",
            "session.created",
            "session.stopped");
    private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final URI INVALID = URI.create("https://invalid");

    private WebhookFieldParser() {}

    /**
     * Returns the URL of the receiver. The service accepts HTTPS only; the local Reader also accepts HTTP on this
     * machine.
     */
    static URI url(RequestFields fields) {
        String text = fields.required("url", 1, 2_048);
        URI url = UrlPolicy.parse(text);
        if (url != null && UrlPolicy.isHttp(url)) {
            if (url.getScheme().equalsIgnoreCase("https") || LOOPBACK_HOSTS.contains(url.getHost())) {
                return url;
            }
            fields.issue("url", "invalid_url", "must be an https URL, or an http URL on localhost");
        } else if (!text.isEmpty()) {
            fields.issue("url", "invalid_url", "must be an https URL");
        }
        return INVALID;
    }

    static Set<String> events(RequestFields fields) {
        List<String> events = fields.strings("events");
        if (events.isEmpty()) {
            fields.issue("events", "too_small", "must contain at least one event");
        }
        for (int i = 0; i < events.size(); i++) {
            if (!EVENTS.contains(events.get(i))) {
                fields.issue("events." + i, "invalid_enum_value", "is not a known event: " + events.get(i));
            }
        }
        return Set.copyOf(events);
    }

    static Map<String, String> headers(RequestFields fields) {
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
                fields.issue("headers." + name, "invalid_header", "is not allowed");
            }
        }
        return headers;
    }

    /**
     * Returns whether the HTTP client accepts the header. It rejects malformed headers and those that it sets itself.
     */
    private static boolean isSendable(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
