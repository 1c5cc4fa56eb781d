package dev.reader.client.webhook;

import java.sql.Connection;

/**
 * Does what a verified event calls for, in the database transaction that records the delivery.
 *
 * <p>Reader waits 10 seconds for the answer, so that slow work belongs behind a queue, such as a table that is written here.
 */
@FunctionalInterface
public interface TransactionHandler {
    /**
     * Handles an event.
     *
     * @param connection the transaction's connection; is not to be committed, rolled back or closed
     * @param event the event
     * @throws Exception if it fails; everything is then rolled back, the delivery is answered with 500, and Reader delivers
     *     it again
     */
    void handle(Connection connection, WebhookEvent event) throws Exception;
}
