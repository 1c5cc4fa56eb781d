package dev.reader.client.webhook;

import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.error.WebhookVerificationException.Reason;
import dev.reader.client.internal.Checks;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives deliveries in any framework: verifies them, drops duplicates, passes events to a handler, and returns the
 * HTTP status to respond with.
 *
 * <pre>{@code
 * WebhookReceiver receiver = WebhookReceiver.of(WebhookVerifier.of(secret), event -> queue.add(event));
 * int status = receiver.receive(request::getHeader, request.getInputStream());
 * }</pre>
 *
 * <table>
 * <caption>Response statuses</caption>
 * <tr><th>Status</th><th>Meaning</th></tr>
 * <tr><td>200</td><td>handled, now or by an earlier attempt</td></tr>
 * <tr><td>400</td><td>a header or the body is malformed</td></tr>
 * <tr><td>401</td><td>the signature or timestamp is missing, wrong, or outside the tolerance</td></tr>
 * <tr><td>413</td><td>the body is too large; Reader's attempts are in vain</td></tr>
 * <tr><td>500</td><td>the handler failed; the delivery is not recorded, and Reader repeats it</td></tr>
 * </table>
 *
 * <p>A {@link WebhookListener} hears of rejected, duplicate and failed deliveries. Deliveries that are rejected because of
 * the receiver's own settings (secret, clock, maximum size) are also logged at WARN, at most once a minute for each reason.
 *
 * <p>Thread-safe. Starts no threads; everything runs on the thread that calls {@link #receive(Function, InputStream)
 * receive}.
 */
public final class WebhookReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookReceiver.class);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int INTERNAL_SERVER_ERROR = 500;

    private final WebhookVerifier verifier;
    private final int maxBodyBytes;
    private final OnceHandler handler;
    private final ListenerNotifier listener;
    private final RejectionLog rejectionLog;

    private WebhookReceiver(Builder builder, OnceHandler handler) {
        this.verifier = builder.verifier;
        this.maxBodyBytes = builder.maxBodyBytes;
        this.handler = handler;
        this.listener = new ListenerNotifier(builder.listener);
        this.rejectionLog = new RejectionLog(builder.nanoTime);
    }

    /**
     * Returns a receiver with an {@link InMemoryDeliveryLog} that accepts bodies of up to 64 MiB.
     *
     * @param verifier authenticates deliveries
     * @param handler handles the events
     * @return the receiver
     * @throws IllegalArgumentException if an argument is null
     */
    public static WebhookReceiver of(WebhookVerifier verifier, WebhookHandler handler) {
        return builder(verifier).build(handler);
    }

    /**
     * Returns a builder.
     *
     * @param verifier authenticates deliveries
     * @return a builder without a handler
     * @throws IllegalArgumentException if the verifier is null
     */
    public static Builder builder(WebhookVerifier verifier) {
        return new Builder(Checks.notNull("verifier", verifier));
    }

    /**
     * Receives a delivery and reads its body up to the limit.
     *
     * @param headers returns the value of a header, or null if absent
     * @param body the body; not closed by this method
     * @return the status to respond with
     * @throws IOException if reading the body fails; the delivery was not handled
     * @throws IllegalArgumentException if an argument is null
     */
    public int receive(Function<String, @Nullable String> headers, InputStream body) throws IOException {
        byte[] read = Checks.notNull("body", body).readNBytes(maxBodyBytes);
        return read.length == maxBodyBytes && body.read() >= 0 ? tooLarge() : receive(headers, read);
    }

    /**
     * Receives a delivery whose body is in memory.
     *
     * @param headers returns the value of a header, or null if absent
     * @param body the raw bytes of the body
     * @return the status to respond with
     * @throws IllegalArgumentException if an argument is null
     */
    public int receive(Function<String, @Nullable String> headers, byte[] body) {
        if (Checks.notNull("body", body).length > maxBodyBytes) {
            return tooLarge();
        }
        WebhookEvent event;
        try {
            event = verifier.verify(headers, body);
        } catch (WebhookVerificationException e) {
            return reject(e);
        }
        return handle(event);
    }

    private int tooLarge() {
        return reject(new WebhookVerificationException(
                Reason.BODY_TOO_LARGE, "the body has more than " + maxBodyBytes + " bytes", null));
    }

    private int reject(WebhookVerificationException rejection) {
        rejectionLog.log(rejection);
        listener.rejected(rejection);
        Reason reason = rejection.reason();
        if (reason == Reason.BODY_TOO_LARGE) {
            return CONTENT_TOO_LARGE;
        }
        return reason.unauthenticated() ? UNAUTHORIZED : BAD_REQUEST;
    }

    private int handle(WebhookEvent event) {
        try {
            if (handler.handleOnce(event)) {
                LOG.debug("handled {}", event);
            } else {
                LOG.debug("skipped duplicate {}", event);
                listener.duplicate(event);
            }
            return OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(event, e);
        } catch (Exception e) {
            return failed(event, e);
        }
    }

    private int failed(WebhookEvent event, Exception failure) {
        LOG.warn("handling {} failed; responding with 500 so that Reader repeats the delivery", event, failure);
        listener.failed(event, failure);
        return INTERNAL_SERVER_ERROR;
    }

    @FunctionalInterface
    private interface OnceHandler {
        boolean handleOnce(WebhookEvent event) throws Exception;
    }

    /** Builds a {@link WebhookReceiver}. Not thread-safe. */
    public static final class Builder {
        private static final int DEFAULT_MAX_BODY_BYTES = 64 * 1024 * 1024;

        private final WebhookVerifier verifier;
        private int maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
        private Function<WebhookEvent, String> deliveryKey = DeliveryKeys::id;
        private WebhookListener listener = new WebhookListener() {};
        private LongSupplier nanoTime = System::nanoTime;
        private @Nullable DeliveryLog deliveryLog;
        private @Nullable DeliveryTable deliveryTable;

        private Builder(WebhookVerifier verifier) {
            this.verifier = verifier;
        }

        /**
         * Sets the log of handled deliveries.
         *
         * @param deliveryLog the log (default: a new {@link InMemoryDeliveryLog}); must not be set for a {@link
         *     TransactionHandler}, whose database holds the log
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder deliveryLog(DeliveryLog deliveryLog) {
            this.deliveryLog = Checks.notNull("deliveryLog", deliveryLog);
            return this;
        }

        /**
         * Sets the table in which a {@link TransactionHandler}'s database records deliveries.
         *
         * @param deliveryTable the table (default: {@link DeliveryTable#defaults}); only for {@link #build(DataSource,
         *     TransactionHandler)}
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder deliveryTable(DeliveryTable deliveryTable) {
            this.deliveryTable = Checks.notNull("deliveryTable", deliveryTable);
            return this;
        }

        /**
         * Sets the function that derives the key by which duplicate deliveries are recognized.
         *
         * @param deliveryKey returns the key to record (default: {@link DeliveryKeys#id})
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder deliveryKey(Function<WebhookEvent, String> deliveryKey) {
            this.deliveryKey = Checks.notNull("deliveryKey", deliveryKey);
            return this;
        }

        /**
         * Sets the maximum size of a body. Reader's attempts at a larger delivery are all in vain, so the default leaves room
         * for a page with a screenshot (docs/reader-api.md §2). A body is read into memory before its signature can be
         * verified.
         *
         * @param maxBodyBytes the size in bytes (default 64 MiB), at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxBodyBytes(int maxBodyBytes) {
            this.maxBodyBytes = Checks.inRange("maxBodyBytes", maxBodyBytes, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Sets the listener for rejected, duplicate and failed deliveries.
         *
         * @param listener the listener (default: none)
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder listener(WebhookListener listener) {
            this.listener = Checks.notNull("listener", listener);
            return this;
        }

        Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            return this;
        }

        /**
         * Returns a receiver.
         *
         * @param handler handles the events
         * @return the receiver
         * @throws IllegalArgumentException if the handler is null
         * @throws IllegalStateException if a delivery table was set, because it would not be used
         */
        public WebhookReceiver build(WebhookHandler handler) {
            Checks.notNull("handler", handler);
            if (deliveryTable != null) {
                throw new IllegalStateException(
                        "deliveryTable needs a transaction; pass a dataSource and a TransactionHandler to build");
            }
            DeliveryLog log = deliveryLog == null ? new InMemoryDeliveryLog() : deliveryLog;
            Function<WebhookEvent, String> key = deliveryKey;
            return new WebhookReceiver(this, event -> log.once(key.apply(event), () -> handler.handle(event)));
        }

        /**
         * Returns a receiver that records each delivery in the database transaction in which it is handled ({@link
         * DeliveryTable#inTransaction}).
         *
         * @param dataSource provides the transaction's connection; its database must have the {@linkplain #deliveryTable
         *     delivery table}
         * @param handler handles the events
         * @return the receiver
         * @throws IllegalArgumentException if an argument is null
         * @throws IllegalStateException if a delivery log was set, because it would not be used
         */
        public WebhookReceiver build(DataSource dataSource, TransactionHandler handler) {
            Checks.notNull("dataSource", dataSource);
            Checks.notNull("handler", handler);
            if (deliveryLog != null) {
                throw new IllegalStateException(
                        "deliveryLog must not be set together with dataSource, whose database holds the log");
            }
            Function<WebhookEvent, String> key = deliveryKey;
            DeliveryTable table = deliveryTable == null ? DeliveryTable.defaults() : deliveryTable;
            return new WebhookReceiver(
                    this,
                    event -> table.inTransaction(
                            dataSource, key.apply(event), connection -> handler.handle(connection, event)));
        }

        /**
         * Returns a receiver that stores each delivery in an inbox and responds at once.
         *
         * @param inbox stores the deliveries; a worker handles them
         * @return the receiver
         * @throws IllegalArgumentException if the inbox is null
         * @throws IllegalStateException if a delivery log or table was set, because it would not be used
         */
        public WebhookReceiver build(WebhookInbox inbox) {
            Checks.notNull("inbox", inbox);
            if (deliveryLog != null || deliveryTable != null) {
                throw new IllegalStateException(
                        "deliveryLog and deliveryTable must not be set together with an inbox, which recognizes duplicates");
            }
            Function<WebhookEvent, String> key = deliveryKey;
            return new WebhookReceiver(this, event -> inbox.store(key.apply(event), event));
        }
    }
}
