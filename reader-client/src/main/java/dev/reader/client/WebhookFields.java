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

/** The fields of a webhook as they go over the wire, each checked when it is set. */
final class WebhookFields {
    private static final int LONGEST_NAME = 100;

    private final Map<String, Object> body = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    void url(String url) {
        body.put("url", Checks.httpUrl("url", url));
    }

    void name(String name) {
        Checks.inRange("length of name", Checks.notBlank("name", name).length(), 1, LONGEST_NAME);
        body.put("name", name);
    }

    void events(Collection<WebhookEventType> events) {
        body.put("events", Copies.arguments("events", events));
    }

    void secret(String secret) {
        body.put("secret", WebhookSecrets.check("secret", secret));
    }

    void header(String name, String value) {
        if (!Checks.notBlank("header name", name).chars().allMatch(WebhookFields::isTokenCharacter)) {
            throw new IllegalArgumentException("header name has a character that it can't have: \"" + name + '"');
        }
        headers.put(name, Checks.headerValue("header " + name, value));
        body.put("headers", Collections.unmodifiableMap(new LinkedHashMap<>(headers)));
    }

    private static boolean isTokenCharacter(int c) {
        return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
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
