package dev.reader.client.internal;

/** The one rule for a webhook's secret, wherever it is set. */
public final class WebhookSecrets {
    private static final int LEAST = 16;
    private static final int MOST = 256;

    private WebhookSecrets() {}

    /** Refuses a secret that the API would not take, without quoting it. */
    public static String check(String name, String secret) {
        int length = Checks.notNull(name, secret).length();
        if (length < LEAST || length > MOST) {
            throw new IllegalArgumentException(name + " has " + length + " characters, not " + LEAST + " to " + MOST);
        }
        return secret;
    }
}
