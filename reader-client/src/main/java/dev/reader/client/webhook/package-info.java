/**
 * Receiving webhooks: deliveries are verified and typed (docs/reader-api.md §5).
 *
 * <p>{@link dev.reader.client.webhook.WebhookVerifier} turns headers and raw bytes into a
 * {@link dev.reader.client.webhook.WebhookEvent}, in any framework.
 */
@NullMarked
package dev.reader.client.webhook;

import org.jspecify.annotations.NullMarked;
