package dev.reader.client.internal.http;

import java.time.Duration;
import java.util.Map;
import okhttp3.HttpUrl;

/** How requests are sent: what the builder of the client was told. */
public record Settings(
        HttpUrl baseUrl,
        ApiKey apiKey,
        Map<String, String> headers,
        Duration timeout,
        int maxRetries,
        Duration maxRetryAfter,
        long maxResponseBytes,
        StreamSettings streams) {

    public Settings with(Map<String, String> newHeaders, Duration newTimeout, int newMaxRetries) {
        return new Settings(
                baseUrl, apiKey, newHeaders, newTimeout, newMaxRetries, maxRetryAfter, maxResponseBytes, streams);
    }

    RetryPolicy retryPolicy() {
        return new RetryPolicy(maxRetries, maxRetryAfter);
    }
}
