package dev.reader.client.webhook;

import dev.reader.client.error.WebhookVerificationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the user's listener, whose failures must not change what happens to a delivery. */
final class ListenerNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerNotifier.class);

    private final WebhookListener listener;

    ListenerNotifier(WebhookListener listener) {
        this.listener = listener;
    }

    void rejected(WebhookVerificationException rejection) {
        call(() -> listener.onDeliveryRejected(rejection));
    }

    void duplicate(WebhookEvent event) {
        call(() -> listener.onDuplicateDelivery(event));
    }

    void failed(WebhookEvent event, Exception failure) {
        call(() -> listener.onDeliveryFailed(event, failure));
    }

    void deadLetter(WebhookEvent event, Exception failure) {
        call(() -> listener.onDeadLetter(event, failure));
    }

    private static void call(Runnable notification) {
        try {
            notification.run();
        } catch (RuntimeException e) {
            LOG.warn("the webhook listener failed", e);
        }
    }
}
