package dev.reader.examples.local.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first response to each idempotency key for 24 hours. A request that repeats the key of a pending request
 * waits for the response to that request.
 *
 * <p>Errors that a client is expected to retry (429, 5xx) are not kept, because nothing was created.
 */
public final class IdempotencyStore {
    static final Duration RETENTION = Duration.ofHours(24);

    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(Instant since, CompletableFuture<ApiResponse> response) {}

    public IdempotencyStore(Clock clock) {
        this.clock = clock;
    }

    /** Returns the kept response to the key, or runs the action and keeps its response. */
    public ApiResponse once(String key, Supplier<ApiResponse> action) {
        CompletableFuture<ApiResponse> own = new CompletableFuture<>();
        CompletableFuture<ApiResponse> earlier = claim(key, own);
        if (earlier != null) {
            return await(earlier);
        }
        try {
            ApiResponse response = action.get();
            own.complete(response);
            return response;
        } catch (ApiException e) {
            if (e.code().retryable()) {
                release(key);
            }
            own.completeExceptionally(e);
            throw e;
        } catch (RuntimeException e) {
            release(key);
            own.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized @Nullable CompletableFuture<ApiResponse> claim(
            String key, CompletableFuture<ApiResponse> own) {
        Instant now = clock.instant();
        entries.values().removeIf(entry -> !entry.since().plus(RETENTION).isAfter(now));
        Entry earlier = entries.putIfAbsent(key, new Entry(now, own));
        return earlier == null ? null : earlier.response();
    }

    private synchronized void release(String key) {
        entries.remove(key);
    }

    private static ApiResponse await(CompletableFuture<ApiResponse> response) {
        try {
            return response.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
