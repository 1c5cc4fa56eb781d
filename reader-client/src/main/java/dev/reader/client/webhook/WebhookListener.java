package dev.reader.client.webhook;

import dev.reader.client.ReaderListener;
import dev.reader.client.error.WebhookVerificationException;

/**
 * Hears of deliveries that were not handled, for metrics and alerts. Each method does nothing by default. Every {@link
 * ReaderListener} is one, so that one object can watch a client and a receiver.
 *
 * <p>Called on the thread that receives or handles the delivery, and concurrently for different deliveries, before the
 * response is sent: return quickly. An exception that a method throws is logged at WARN and does not change the response.
 */
// Not a functional interface: it has several methods, none of which is the main one.
public interface WebhookListener {

    /**
     * Called when a delivery is rejected. Reader's further attempts at it will be rejected too, unless the reason is a
     * setting of the receiver that changes.
     *
     * @param rejection the rejection, with its {@linkplain WebhookVerificationException#reason reason}; has no secrets
     */
    default void onDeliveryRejected(WebhookVerificationException rejection) {}

    /**
     * Called when a delivery is skipped because an earlier attempt at it succeeded.
     *
     * @param event the event
     */
    default void onDuplicateDelivery(WebhookEvent event) {}

    /**
     * Called when handling a delivery failed, and another attempt may follow: one of Reader's, after the receiver responded
     * with 500, or one of the {@link WebhookInbox}.
     *
     * @param event the event
     * @param failure the failure of the handler or of the database
     */
    default void onDeliveryFailed(WebhookEvent event, Exception failure) {}

    /**
     * Called when the last attempt of a {@link WebhookInbox} at handling a delivery failed. The delivery remains in the
     * inbox until it is {@linkplain WebhookInbox#requeue queued again}.
     *
     * @param event the event
     * @param failure the failure of the handler or of the database
     */
    default void onDeadLetter(WebhookEvent event, Exception failure) {}
}
