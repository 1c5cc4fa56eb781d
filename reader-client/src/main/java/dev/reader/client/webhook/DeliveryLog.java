package dev.reader.client.webhook;

/**
 * Records which deliveries were handled, so that a repeated delivery is not handled twice.
 *
 * <p>Reader repeats a delivery until it receives a successful response, so a delivery whose response was lost arrives
 * twice. The log therefore records the success of the effect and not the arrival of the delivery: if the effect fails,
 * the id is not recorded, and the next attempt runs the effect again.
 *
 * <p>{@link InMemoryDeliveryLog} suits a single process whose effects need not survive a restart. {@link
 * JdbcDeliveryLog} commits the delivery's id together with the effect.
 */
public interface DeliveryLog {
    /**
     * Runs an effect unless an effect with the same id has succeeded, and records the id if and only if the effect
     * succeeds.
     *
     * <p>When two threads call this with the same id, the second waits for the first: it returns false if the first
     * succeeds, and runs its own effect if the first fails.
     *
     * @param deliveryId the delivery's id, not blank
     * @param effect the action to run once; must not call this log with the same id
     * @param <E> the exception type of the effect
     * @return true if this call ran the effect, false if the delivery is a duplicate
     * @throws E if the effect fails; the id is not recorded
     * @throws IllegalArgumentException if an argument is null or the id is blank
     * @throws dev.reader.client.error.ReaderException if the log itself fails; the effect was then rolled back or its
     *     outcome is unknown, and the receiver must respond with an error
     */
    <E extends Exception> boolean once(String deliveryId, Effect<E> effect) throws E;

    /**
     * An action to run once.
     *
     * @param <E> the exception type of the action
     */
    @FunctionalInterface
    interface Effect<E extends Exception> {
        /**
         * Runs the action.
         *
         * @throws E if it fails
         */
        void run() throws E;
    }
}
