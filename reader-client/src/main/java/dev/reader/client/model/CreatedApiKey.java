package dev.reader.client.model;

import dev.reader.client.internal.Checks;

/**
 * An API key that was just made (docs/reader-api.md §6). This is the one time that the key itself can be read: no later
 * answer of the server shows it again.
 *
 * @param apiKey what is known about the key from now on
 * @param key the key itself, a secret, in no {@code toString}
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

    /** {@return the key's data, without the key} */
    @Override
    public String toString() {
        return "CreatedApiKey[apiKey=" + apiKey + "]";
    }
}
