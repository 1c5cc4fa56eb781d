/**
 * Receiving webhooks: deliveries are verified, typed, and carried out once (docs/reader-api.md §5).
 *
 * <p>{@link dev.reader.client.webhook.WebhookVerifier} turns headers and raw bytes into a
 * {@link dev.reader.client.webhook.WebhookEvent}, in any framework. {@link dev.reader.client.webhook.WebhookReceiver} adds
 * a {@link dev.reader.client.webhook.DeliveryLog} and the answer's status, and
 * {@link dev.reader.client.webhook.ReaderWebhookServlet} is the same in a servlet container.
 */
@NullMarked
package dev.reader.client.webhook;

import org.jspecify.annotations.NullMarked;
