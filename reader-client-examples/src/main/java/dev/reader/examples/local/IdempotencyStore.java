package dev.reader.examples.local;

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
 * Keeps the first response to an idempotency key for 24 hours. A request that comes while the first one with its key is
 * still under way waits for that one's response.
 *
 * <p>An error that invites a retry (429, 5xx) is not kept: nothing was made, and the repeat is meant to be tried.
 */
final class IdempotencyStore {
    static final Duration KEPT = Duration.ofHours(24);

    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(Instant since, CompletableFuture<Reply> reply) {}

    IdempotencyStore(Clock clock) {
        this.clock = clock;
    }

    /** The kept response to the key, or what the action answers. */
    Reply once(String key, Supplier<Reply> action) {
        CompletableFuture<Reply> mine = new CompletableFuture<>();
        CompletableFuture<Reply> earlier = claim(key, mine);
        if (earlier != null) {
            return await(earlier);
        }
        try {
            Reply reply = action.get();
            mine.complete(reply);
            return reply;
        } catch (ApiException e) {
            if (e.code().retryable()) {
                release(key);
            }
            mine.completeExceptionally(e);
            throw e;
        } catch (RuntimeException e) {
            release(key);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized @Nullable CompletableFuture<Reply> claim(String key, CompletableFuture<Reply> mine) {
        Instant now = clock.instant();
        entries.values().removeIf(entry -> !entry.since().plus(KEPT).isAfter(now));
        Entry earlier = entries.putIfAbsent(key, new Entry(now, mine));
        return earlier == null ? null : earlier.reply();
    }

    private synchronized void release(String key) {
        entries.remove(key);
    }

    private static Reply await(CompletableFuture<Reply> reply) {
        try {
            return reply.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
