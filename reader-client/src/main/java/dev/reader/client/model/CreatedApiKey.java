package dev.reader.client.model;

import dev.reader.client.internal.Checks;

/**
 * An API key that was just created (docs/reader-api.md §6), with the key itself. The server does not show the key again.
 *
 * @param apiKey the key as it is listed from now on
 * @param key the key itself, a secret; no {@code toString} contains it
 */
public record CreatedApiKey(ApiKey apiKey, String key) {

    /**
     * Creates a key.
     *
     * @throws IllegalArgumentException if either is null
     */
    public CreatedApiKey {
        Checks.notNull("apiKey", apiKey);
        Checks.notNull("key", key);
    }

    /** {@return the key as it is listed} */
    @Override
    public String toString() {
        return "CreatedApiKey[apiKey=" + apiKey + "]";
    }
}
