package dev.reader.client.internal.http;

import dev.reader.client.internal.Checks;

/** The API key, kept from every {@code toString}. */
public final class ApiKey {
    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /** Takes a key as people paste it, with white space around it, and refuses what can't be one. */
    public static ApiKey of(String name, String value) {
        return new ApiKey(Checks.headerValue(name, Checks.notBlank(name, value).strip()));
    }

    String value() {
        return value;
    }

    /** Takes the key out of a text of the server's. */
    String redact(String text) {
        return text.replace(value, "[api key]");
    }

    @Override
    public String toString() {
        return "[api key]";
    }
}
