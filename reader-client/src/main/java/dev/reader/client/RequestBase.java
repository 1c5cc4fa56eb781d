package dev.reader.client;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The state of every request. */
abstract class RequestBase {
    private final Map<String, Object> body;
    private final @Nullable String idempotencyKey;

    RequestBase(ReadRequest.Builder<?> builder) {
        body = Collections.unmodifiableMap(new LinkedHashMap<>(builder.body));
        idempotencyKey = builder.idempotencyKey;
    }

    /** Returns the unmodifiable body, with wire names. */
    final Map<String, Object> body() {
        return body;
    }

    public final @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    public final @Nullable Duration timeout() {
        return body.get("timeoutMs") instanceof Long millis ? Duration.ofMillis(millis) : null;
    }

    /** Copies the options of this request to a builder. */
    final <B extends ReadRequest.Builder<B>> B copyTo(B builder) {
        builder.body.putAll(body);
        builder.idempotencyKey = idempotencyKey;
        return builder;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        // Requests of different kinds have different bodies.
        return other instanceof RequestBase that
                && body.equals(that.body)
                && Objects.equals(idempotencyKey, that.idempotencyKey);
    }

    @Override
    public final int hashCode() {
        return Objects.hash(body, idempotencyKey);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + body;
    }
}
