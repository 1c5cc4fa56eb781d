package dev.reader.examples.local.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A receiver of deliveries. */
interface WebhookTarget {
    URI url();

    @Nullable
    String secret();

    Map<String, String> headers();

    /** Returns whether the target subscribes to the event; called again before each attempt. */
    boolean subscribesTo(String event);

    /**
     * Records an attempt.
     *
     * @param status the status of the response; null if there was none
     */
    void recordAttempt(Instant at, @Nullable Integer status);

    /** Records that every attempt of a delivery has failed. */
    void recordFailure();
}
