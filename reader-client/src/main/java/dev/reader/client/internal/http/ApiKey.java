package dev.reader.client.internal.http;

import dev.reader.client.internal.Checks;
import org.jspecify.annotations.Nullable;

/** The API key. No {@code toString} shows it. */
public final class ApiKey {
    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /** Strips the white space around a pasted key, and rejects a key that a header can't carry. */
    public static ApiKey of(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + (value == null ? " is null" : " is blank")
                    + "; set it to your API key, which begins with rdr_, for example from READER_API_KEY");
        }
        return new ApiKey(Checks.headerValue(name, Checks.notPlaceholder(name, value.strip())));
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
