package dev.reader.client.internal.http;

import dev.reader.client.RateLimiter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The permission to send one request. Reports to the limiter, once, what becomes of it. Thread-safe. */
final class Permit {
    /** The permit of a client without a limiter. */
    static final Permit UNLIMITED = new Permit(null, () -> {}, null);

    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);

    private final @Nullable RateLimiter limiter;
    private final Runnable onUnused;
    private final @Nullable RuntimeException failure;
    private final AtomicBoolean settled = new AtomicBoolean();

    private Permit(@Nullable RateLimiter limiter, Runnable onUnused, @Nullable RuntimeException failure) {
        this.limiter = limiter;
        this.onUnused = onUnused;
        this.failure = failure;
    }

    /** @param onUnused runs after the limiter was told that the permit is not used */
    Permit(RateLimiter limiter, Runnable onUnused) {
        this(limiter, onUnused, null);
    }

    /** Returns what stands for the permit that a limiter failed to give. */
    static Permit failed(RuntimeException failure) {
        return new Permit(null, () -> {}, failure);
    }

    /** {@return why the limiter gave no permit; null if it gave one} */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    /** The request is being sent. */
    void sent() {
        if (limiter != null && settled.compareAndSet(false, true)) {
            report(limiter::onSent);
        }
    }

    /** The request has ended; if it was not sent, the permit is free again. */
    void unused() {
        if (limiter != null && settled.compareAndSet(false, true)) {
            report(limiter::onUnused);
            onUnused.run();
        }
    }

    private static void report(Runnable report) {
        try {
            report.run();
        } catch (RuntimeException e) {
            LOG.warn("the rate limiter failed at the report of a permit", e);
        }
    }
}
