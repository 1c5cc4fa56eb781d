package dev.reader.client.webhook;

/**
 * Handles verified events.
 *
 * <p>Reader waits 10 seconds for the response, so hand slow work to a queue. Called on the thread that received the
 * delivery, and concurrently for different deliveries.
 */
@FunctionalInterface
public interface WebhookHandler {
    /**
     * Handles an event.
     *
     * @param event the event
     * @throws Exception if it fails; the receiver then responds with 500, and Reader repeats the delivery
     */
    void handle(WebhookEvent event) throws Exception;
}
