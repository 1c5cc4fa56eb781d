package dev.reader.examples.local.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
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
 * <p>Errors that a client is expected to retry (429, 5xx) are not kept, because nothing was created; 5xx are, if so
 * configured. Beyond 10,000 keys or 64 MiB of responses, the oldest are dropped earlier, so that memory stays bounded.
 */
public final class IdempotencyStore {
    static final Duration RETENTION = Duration.ofHours(24);

    private static final int MAX_KEYS = 10_000;
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final Clock clock;
    private final boolean keepServerErrors;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long bytes;

    private record Entry(Instant since, CompletableFuture<ApiResponse> response) {
        int size() {
            boolean succeeded = response.isDone() && !response.isCompletedExceptionally();
            return succeeded ? response.join().body().length : 0;
        }
    }

    /**
     * Creates an empty store.
     *
     * @param keepServerErrors whether 5xx responses are kept
     */
    public IdempotencyStore(Clock clock, boolean keepServerErrors) {
        this.clock = clock;
        this.keepServerErrors = keepServerErrors;
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
            keep(own, response);
            return response;
        } catch (ApiException e) {
            if (e.code().retryable() && !(keepServerErrors && e.code().httpStatus() >= 500)) {
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
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            boolean expired = !entry.since().plus(RETENTION).isAfter(now);
            boolean surplus = entries.size() > MAX_KEYS || bytes > MAX_BYTES;
            if (!expired && !(surplus && entry.response().isDone())) {
                break;
            }
            bytes -= entry.size();
            oldest.remove();
        }
        Entry earlier = entries.putIfAbsent(key, new Entry(now, own));
        return earlier == null ? null : earlier.response();
    }

    private synchronized void keep(CompletableFuture<ApiResponse> pending, ApiResponse response) {
        pending.complete(response);
        bytes += response.body().length;
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
