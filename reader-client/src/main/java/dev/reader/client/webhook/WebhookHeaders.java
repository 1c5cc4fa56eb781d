package dev.reader.client.webhook;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names of the headers of a delivery, in the documented spelling. */
final class WebhookHeaders {
    static final String EVENT = "X-Reader-Event";
    static final String DELIVERY = "X-Reader-Delivery";
    static final String TIMESTAMP = "X-Reader-Timestamp";
    static final String SIGNATURE = "X-Reader-Signature";

    private WebhookHeaders() {}

    /** Looks a header up in the documented spelling, then in lower case, as HTTP/2 and serverless gateways spell it. */
    static @Nullable String find(Function<String, @Nullable String> headers, String name) {
        String value = headers.apply(name);
        return value != null ? value : headers.apply(name.toLowerCase(Locale.ROOT));
    }
}
