/**
 * Receives webhooks: verifies deliveries, parses them into typed events, and handles each one once (docs/reader-api.md
 * §5).
 *
 * <p>{@link dev.reader.client.webhook.WebhookVerifier} turns headers and raw bytes into a {@link
 * dev.reader.client.webhook.WebhookEvent}, in any framework. {@link dev.reader.client.webhook.WebhookReceiver} adds a
 * {@link dev.reader.client.webhook.DeliveryLog} and chooses the response status. {@link
 * dev.reader.client.webhook.ReaderWebhookServlet} does the same in a servlet container.
 */
@NullMarked
package dev.reader.client.webhook;

import org.jspecify.annotations.NullMarked;
