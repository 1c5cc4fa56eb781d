package dev.reader.examples.local;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where deliveries go. */
interface WebhookTarget {
    URI url();

    @Nullable
    String secret();

    Map<String, String> headers();

    /** Whether the event is delivered; asked again before each attempt. */
    boolean wants(String event);

    /** An attempt is over. */
    void attempted(Instant at, boolean success);

    /** Every attempt of a delivery has failed. */
    void gaveUp();
}
