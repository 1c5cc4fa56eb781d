package dev.reader.client.internal;

import org.jspecify.annotations.Nullable;

/** Validates webhook secrets. */
public final class WebhookSecrets {
    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 256;

    private WebhookSecrets() {}

    /** Requires a secret of a length that the API accepts, and no placeholder, which everyone can guess; never quotes it. */
    public static String check(String name, @Nullable String secret) {
        if (secret == null) {
            throw new IllegalArgumentException(name + " is null; set it to the secret of the webhook");
        }
        int length = Checks.notPlaceholder(name, secret).length();
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    name + " must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters, but has " + length);
        }
        return secret;
    }
}
