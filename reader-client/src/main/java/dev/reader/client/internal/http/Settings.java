package dev.reader.client.internal.http;

import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client.
 *
 * @param timeout the time-out of one attempt
 * @param callTimeout the time-out of a call with its retries, or null for none
 * @param slotTimeout how long the creation of a job waits for a slot; zero not to wait
 * @param jitter supplies the random part of pauses, 0 to 1
 */
public record Settings(
        HttpUrl baseUrl,
        ApiKey apiKey,
        Map<String, String> headers,
        Duration timeout,
        @Nullable Duration callTimeout,
        int maxRetries,
        Duration maxRetryAfter,
        Duration slotTimeout,
        long maxResponseBytes,
        StreamSettings streams,
        DoubleSupplier jitter) {

    public Settings with(
            Map<String, String> newHeaders,
            Duration newTimeout,
            @Nullable Duration newCallTimeout,
            int newMaxRetries,
            Duration newSlotTimeout) {
        return new Settings(
                baseUrl,
                apiKey,
                newHeaders,
                newTimeout,
                newCallTimeout,
                newMaxRetries,
                maxRetryAfter,
                newSlotTimeout,
                maxResponseBytes,
                streams,
                jitter);
    }

    /** Returns the time-out of an attempt: that of the client, or the minimum of the request if that is longer. */
    Duration timeoutOf(ApiRequest request) {
        return timeout.compareTo(request.minTimeout()) < 0 ? request.minTimeout() : timeout;
    }

    RetryPolicy retryPolicy() {
        return new RetryPolicy(maxRetries, maxRetryAfter, jitter);
    }
}
