package dev.reader.client.internal.http;

import dev.reader.client.internal.Checks;

/** The API key. No {@code toString} shows it. */
public final class ApiKey {
    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /** Strips the white space around a pasted key, and rejects a key that a header can't carry. */
    public static ApiKey of(String name, String value) {
        return new ApiKey(Checks.headerValue(name, Checks.notBlank(name, value).strip()));
    }

    String value() {
        return value;
    }

    /** Removes the key from a text that the server sent. */
    String redact(String text) {
        return text.replace(value, "[api key]");
    }

    @Override
    public String toString() {
        return "[api key]";
    }
}
