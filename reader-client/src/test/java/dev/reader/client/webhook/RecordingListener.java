package dev.reader.client.webhook;

import dev.reader.client.error.WebhookVerificationException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what a listener hears. */
final class RecordingListener implements WebhookListener {
    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void onDeliveryRejected(WebhookVerificationException rejection) {
        heard.add("rejected " + rejection.reason());
    }

    @Override
    public void onDuplicateDelivery(WebhookEvent event) {
        heard.add("duplicate " + event.deliveryId());
    }

    @Override
    public void onDeliveryFailed(WebhookEvent event, Exception failure) {
        heard.add("failed " + event.deliveryId() + ": " + failure.getMessage());
    }

    @Override
    public void onDeadLetter(WebhookEvent event, Exception failure) {
        heard.add("dead " + event.deliveryId() + ": " + failure.getMessage());
    }
}
