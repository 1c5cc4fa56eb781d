package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.WebhookSecrets;
import dev.reader.client.model.WebhookEventType;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON fields of a webhook, each validated when it is set. */
final class WebhookFields {
    private static final int MAX_NAME_LENGTH = 100;

    private final Map<String, Object> body = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    void url(String url) {
        body.put("url", Checks.httpUrl("url", url));
    }

    void name(String name) {
        Checks.inRange("length of name", Checks.notBlank("name", name).length(), 1, MAX_NAME_LENGTH);
        body.put("name", name);
    }

    void events(Collection<WebhookEventType> events) {
        body.put("events", Copies.arguments("events", events));
    }

    void secret(String secret) {
        body.put("secret", WebhookSecrets.check("secret", secret));
    }

    void header(String name, String value) {
        headers.put(Checks.headerName(name), Checks.headerValue("header " + name, value));
        body.put("headers", Collections.unmodifiableMap(new LinkedHashMap<>(headers)));
    }

    void active(boolean active) {
        body.put("active", active);
    }

    Map<String, Object> copy() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(body));
    }

    static @Nullable String secretOf(Map<String, Object> body) {
        return (String) body.get("secret");
    }
}
