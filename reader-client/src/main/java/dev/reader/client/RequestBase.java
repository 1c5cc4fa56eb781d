package dev.reader.client;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What every request holds. */
abstract class RequestBase {
    private final Map<String, Object> body;
    private final @Nullable String idempotencyKey;

    RequestBase(ReadRequest.Builder<?> builder) {
        body = Collections.unmodifiableMap(new LinkedHashMap<>(builder.body));
        idempotencyKey = builder.idempotencyKey;
    }

    public final Map<String, Object> body() {
        return body;
    }

    public final @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    public final @Nullable Duration timeout() {
        return body.get("timeoutMs") instanceof Long millis ? Duration.ofMillis(millis) : null;
    }

    /** Fills a new builder with this request's options. */
    final <B extends ReadRequest.Builder<B>> B copyTo(B builder) {
        builder.body.putAll(body);
        builder.idempotencyKey = idempotencyKey;
        return builder;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        // The bodies of different kinds differ.
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
