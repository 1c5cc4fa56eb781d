package dev.reader.client.webhook;

/**
 * Does what a verified event calls for.
 *
 * <p>Reader waits 10 seconds for the answer, so that slow work belongs behind a queue. Runs on the thread that received the
 * delivery, and for different deliveries on several at once.
 */
@FunctionalInterface
public interface WebhookHandler {
    /**
     * Handles an event.
     *
     * @param event the event
     * @throws Exception if it fails; the delivery is then answered with 500, and Reader delivers it again
     */
    void handle(WebhookEvent event) throws Exception;
}
