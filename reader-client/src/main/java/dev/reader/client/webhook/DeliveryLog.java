package dev.reader.client.webhook;

/**
 * Remembers which deliveries were carried out, so that one that comes again is not carried out again.
 *
 * <p>Reader delivers until it is answered with success, so that a delivery whose answer was lost comes twice. What is
 * remembered is therefore the effect's success and not the delivery's arrival: a delivery whose effect failed is
 * forgotten, and the next attempt runs it again.
 *
 * <p>{@link InMemoryDeliveryLog} is enough for one process whose effects may be lost with it. {@link JdbcDeliveryLog}
 * commits the delivery's id together with the effect.
 */
public interface DeliveryLog {
    /**
     * Runs an effect unless one with the same id has succeeded, and remembers the id if and only if it succeeds.
     *
     * <p>Of two calls with one id at the same moment the second waits for the first: it returns false if that succeeds, and
     * takes its turn if that fails.
     *
     * @param deliveryId the delivery's id, not blank
     * @param effect what is to be done once; is not to ask this log for the same id
     * @param <E> what the effect may throw
     * @return true if this call ran the effect, false if the delivery is a duplicate
     * @throws E what the effect threw; the id is not remembered then
     * @throws IllegalArgumentException if an argument is null or the id is blank
     * @throws dev.reader.client.error.ReaderException if the log itself fails; whether the effect ran is then undone or
     *     unknown, and the delivery is to be answered as failed
     */
    <E extends Exception> boolean once(String deliveryId, Effect<E> effect) throws E;

    /**
     * What is to be done once.
     *
     * @param <E> what it may throw
     */
    @FunctionalInterface
    interface Effect<E extends Exception> {
        /**
         * Does it.
         *
         * @throws E if it fails
         */
        void run() throws E;
    }
}
