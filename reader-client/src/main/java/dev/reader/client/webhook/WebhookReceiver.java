package dev.reader.client.webhook;

import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.internal.Checks;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes deliveries from any framework: verifies, leaves out duplicates, hands the event to a handler, and says which HTTP
 * status answers it.
 *
 * <pre>{@code
 * WebhookReceiver receiver = WebhookReceiver.of(WebhookVerifier.of(secret), event -> queue.add(event));
 * int status = receiver.receive(request::getHeader, request.getInputStream());
 * }</pre>
 *
 * <table>
 * <caption>The answers</caption>
 * <tr><th>Status</th><th>Meaning</th></tr>
 * <tr><td>200</td><td>carried out, now or by an earlier attempt</td></tr>
 * <tr><td>400</td><td>a header or the body can't be read</td></tr>
 * <tr><td>401</td><td>not signed, not by Reader, or not now</td></tr>
 * <tr><td>413</td><td>the body is too large</td></tr>
 * <tr><td>500</td><td>the handler failed; the delivery is not remembered, and Reader delivers it again</td></tr>
 * </table>
 *
 * <p>Safe for use by many threads.
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

    private WebhookReceiver(Builder builder, OnceHandler handler) {
        this.verifier = builder.verifier;
        this.maxBodyBytes = builder.maxBodyBytes;
        this.handler = handler;
    }

    /**
     * Returns a receiver with an {@link InMemoryDeliveryLog} and a limit of 10 MiB for a body.
     *
     * @param verifier accepts deliveries
     * @param handler does what they call for
     * @return the receiver
     * @throws IllegalArgumentException if an argument is null
     */
    public static WebhookReceiver of(WebhookVerifier verifier, WebhookHandler handler) {
        return builder(verifier).build(handler);
    }

    /**
     * Returns a builder.
     *
     * @param verifier accepts deliveries
     * @return a builder without a handler
     * @throws IllegalArgumentException if the verifier is null
     */
    public static Builder builder(WebhookVerifier verifier) {
        return new Builder(Checks.notNull("verifier", verifier));
    }

    /**
     * Receives a delivery whose body is still to be read; reads no more of it than the limit.
     *
     * @param headers gives the value of a header, or null where there is none
     * @param body the body; is not closed
     * @return the status to answer with
     * @throws IOException if the body can't be read to its end; nothing was handled then
     * @throws IllegalArgumentException if an argument is null
     */
    public int receive(Function<String, @Nullable String> headers, InputStream body) throws IOException {
        byte[] read = Checks.notNull("body", body).readNBytes(maxBodyBytes);
        return read.length == maxBodyBytes && body.read() >= 0 ? tooLarge() : receive(headers, read);
    }

    /**
     * Receives a delivery whose body was read.
     *
     * @param headers gives the value of a header, or null where there is none
     * @param body the raw bytes of the body
     * @return the status to answer with
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
            LOG.debug("{}", e.getMessage());
            return e.reason().unauthenticated() ? UNAUTHORIZED : BAD_REQUEST;
        }
        return handle(event);
    }

    private int tooLarge() {
        LOG.debug("a webhook delivery of more than {} bytes is refused", maxBodyBytes);
        return CONTENT_TOO_LARGE;
    }

    private int handle(WebhookEvent event) {
        try {
            boolean first = handler.handleOnce(event);
            LOG.debug("{} {}", first ? "handled" : "a duplicate, not handled again:", event);
            return OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("interrupted while handling {}; Reader is asked to deliver it again", event, e);
        } catch (Exception e) {
            LOG.warn("the handler failed at {}; Reader is asked to deliver it again", event, e);
        }
        return INTERNAL_SERVER_ERROR;
    }

    @FunctionalInterface
    private interface OnceHandler {
        boolean handleOnce(WebhookEvent event) throws Exception;
    }

    /** Settings of a {@link WebhookReceiver}. Not safe for use by many threads. */
    public static final class Builder {
        private static final int DEFAULT_MAX_BODY_BYTES = 10 * 1024 * 1024;

        private final WebhookVerifier verifier;
        private int maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
        private Function<WebhookEvent, String> deliveryKey = DeliveryKeys::id;
        private @Nullable DeliveryLog deliveryLog;

        private Builder(WebhookVerifier verifier) {
            this.verifier = verifier;
        }

        /**
         * Sets where deliveries are remembered that were carried out.
         *
         * @param deliveryLog the log (default an {@link InMemoryDeliveryLog} of its own); not for a handler in a
         *     transaction, whose database remembers them
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder deliveryLog(DeliveryLog deliveryLog) {
            this.deliveryLog = Checks.notNull("deliveryLog", deliveryLog);
            return this;
        }

        /**
         * Sets what makes two deliveries the same one.
         *
         * @param deliveryKey gives the key that is remembered (default {@link DeliveryKeys#id})
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder deliveryKey(Function<WebhookEvent, String> deliveryKey) {
            this.deliveryKey = Checks.notNull("deliveryKey", deliveryKey);
            return this;
        }

        /**
         * Sets how large a body may be.
         *
         * @param maxBodyBytes the number of bytes (default 10 MiB), at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder maxBodyBytes(int maxBodyBytes) {
            this.maxBodyBytes = Checks.inRange("maxBodyBytes", maxBodyBytes, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Returns a receiver.
         *
         * @param handler does the work
         * @return the receiver
         * @throws IllegalArgumentException if the handler is null
         */
        public WebhookReceiver build(WebhookHandler handler) {
            Checks.notNull("handler", handler);
            DeliveryLog log = deliveryLog == null ? new InMemoryDeliveryLog() : deliveryLog;
            Function<WebhookEvent, String> key = deliveryKey;
            return new WebhookReceiver(this, event -> log.once(key.apply(event), () -> handler.handle(event)));
        }

        /**
         * Returns a receiver that handles each delivery in a transaction of the database which remembers it as well
         * ({@link JdbcDeliveryLog#inTransaction}).
         *
         * @param dataSource where the transaction's connection comes from; has the table of {@link JdbcDeliveryLog#ddl}
         * @param handler does the work
         * @return the receiver
         * @throws IllegalArgumentException if an argument is null
         * @throws IllegalStateException if a delivery log was set, which would not be asked
         */
        public WebhookReceiver build(DataSource dataSource, TransactionHandler handler) {
            Checks.notNull("dataSource", dataSource);
            Checks.notNull("handler", handler);
            if (deliveryLog != null) {
                throw new IllegalStateException("deliveryLog is set, but deliveries are remembered by dataSource");
            }
            Function<WebhookEvent, String> key = deliveryKey;
            return new WebhookReceiver(
                    this,
                    event -> JdbcDeliveryLog.inTransaction(
                            dataSource, key.apply(event), connection -> handler.handle(connection, event)));
        }
    }
}
