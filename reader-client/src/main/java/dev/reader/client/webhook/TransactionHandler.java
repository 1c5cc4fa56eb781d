package dev.reader.client.webhook;

import java.sql.Connection;

/**
 * Handles verified events in the database transaction that records the delivery.
 *
 * <p>Reader waits 10 seconds for the response, so hand slow work to a {@link WebhookInbox}.
 *
 * <p>The handler may run again in a new transaction after a failure, a serialization failure or a deadlock, so its effects
 * belong into the transaction. A handler that catches an {@code SQLException} must first roll back to a savepoint of its own;
 * otherwise PostgreSQL aborts the transaction, and the delivery fails.
 */
@FunctionalInterface
public interface TransactionHandler {
    /**
     * Handles an event.
     *
     * @param connection the transaction's connection; must not be committed, rolled back or closed
     * @param event the event
     * @throws Exception if it fails; the transaction is then rolled back, the receiver responds with 500, and Reader
     *     repeats the delivery
     */
    void handle(Connection connection, WebhookEvent event) throws Exception;
}
