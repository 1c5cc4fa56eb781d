package dev.reader.client.webhook;

import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.Checks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Records a delivery's id on the caller's connection, so that the id commits or rolls back together with the effect.
 *
 * <pre>{@code
 * connection.setAutoCommit(false);
 * JdbcDeliveryLog.on(connection).once(event.deliveryId(), () -> save(connection, event));
 * connection.commit();
 * }</pre>
 *
 * <p>{@link #inTransaction} opens a connection and transaction itself. {@link #ddl} creates the table, in standard SQL
 * that PostgreSQL, H2 and SQLite accept.
 *
 * <p>When two transactions insert the same id, the database blocks the second on the primary key until the first ends.
 * If the database gives up earlier, as H2 and SQLite do after their lock time-out, the second transaction fails, the
 * receiver responds with an error, and Reader repeats the delivery. Not thread-safe, like the connection it uses.
 */
public final class JdbcDeliveryLog implements DeliveryLog {
    private static final int MAX_ID_LENGTH = 255;
    private static final String UNIQUE_VIOLATION = "23505";

    private final Connection connection;
    private final Clock clock;

    private JdbcDeliveryLog(Connection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Returns a log that uses the connection's current transaction, which the caller commits or rolls back.
     *
     * @param connection a connection with auto-commit off; the caller closes it
     * @return the log, valid while the connection is open
     * @throws IllegalArgumentException if the connection is null or in auto-commit mode, which would record the id
     *     before the effect
     * @throws SQLException if the connection fails
     */
    public static JdbcDeliveryLog on(Connection connection) throws SQLException {
        return on(connection, Clock.systemUTC());
    }

    static JdbcDeliveryLog on(Connection connection, Clock clock) throws SQLException {
        if (Checks.notNull("connection", connection).getAutoCommit()) {
            throw new IllegalArgumentException(
                    "connection is in auto-commit mode, which would record the delivery before its effect;"
                            + " call setAutoCommit(false)");
        }
        return new JdbcDeliveryLog(connection, clock);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Neither commits nor rolls back the transaction. If the effect fails, this rolls back to a savepoint, so a
     * caller that commits anyway commits neither the id nor a partial effect.
     *
     * @param deliveryId the delivery's id, not blank, at most 255 characters
     */
    @Override
    public <E extends Exception> boolean once(String deliveryId, Effect<E> effect) throws E {
        checkId(deliveryId);
        Checks.notNull("effect", effect);
        Savepoint before;
        try {
            before = connection.setSavepoint();
            if (!insert(deliveryId, before)) {
                return false;
            }
        } catch (SQLException e) {
            throw new ReaderException("can't record delivery " + deliveryId + ": " + e.getMessage(), e);
        }
        try {
            effect.run();
        } catch (Throwable failure) {
            undo(failure, () -> connection.rollback(before));
            throw failure;
        }
        return true;
    }

    /**
     * Records a delivery's id and returns whether it is new. The caller must roll back if the effect fails.
     *
     * @param deliveryId the delivery's id, not blank, at most 255 characters
     * @return true if the caller must run the effect, false if the delivery is a duplicate
     * @throws IllegalArgumentException if the id is null, blank or too long
     * @throws SQLException if the database fails; the transaction is unchanged if the connection is still usable
     */
    public boolean firstTime(String deliveryId) throws SQLException {
        checkId(deliveryId);
        return insert(deliveryId, connection.setSavepoint());
    }

    private static void checkId(String deliveryId) {
        Checks.notBlank("deliveryId", deliveryId);
        if (deliveryId.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException(
                    "deliveryId must have at most " + MAX_ID_LENGTH + " characters, but has " + deliveryId.length());
        }
    }

    private boolean insert(String deliveryId, Savepoint before) throws SQLException {
        try {
            return DeliveryTable.insert(connection, deliveryId, clock.instant());
        } catch (SQLException e) {
            undo(e, () -> connection.rollback(before));
            if (UNIQUE_VIOLATION.equals(e.getSQLState()) || isRecorded(deliveryId, e)) {
                return false;
            }
            throw e;
        }
    }

    private boolean isRecorded(String deliveryId, SQLException failure) {
        try {
            return DeliveryTable.contains(connection, deliveryId);
        } catch (SQLException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /**
     * Runs an effect in a new transaction unless a delivery with the same id was recorded, and commits both.
     *
     * @param dataSource provides the connection
     * @param deliveryId the delivery's id, not blank, at most 255 characters
     * @param effect the action to run once, on the given connection; must not commit, roll back or close it
     * @param <E> the exception type of the effect
     * @return true if this call ran the effect, false if the delivery is a duplicate
     * @throws E if the effect fails; the transaction is rolled back
     * @throws SQLException if connecting or committing fails; the effect is rolled back, unless the commit succeeded
     *     and only its confirmation was lost
     * @throws ReaderException if the id can't be recorded; the effect did not run
     * @throws IllegalArgumentException if an argument is null, or the id is blank or too long
     */
    public static <E extends Exception> boolean inTransaction(
            DataSource dataSource, String deliveryId, TransactionEffect<E> effect) throws SQLException, E {
        checkId(deliveryId);
        Checks.notNull("effect", effect);
        try (Connection connection = Checks.notNull("dataSource", dataSource).getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            boolean first;
            try {
                first = on(connection).once(deliveryId, () -> effect.run(connection));
                connection.commit();
            } catch (Throwable failure) {
                undo(failure, connection::rollback);
                undo(failure, () -> connection.setAutoCommit(autoCommit));
                throw failure;
            }
            connection.setAutoCommit(autoCommit);
            return first;
        }
    }

    private static void undo(Throwable failure, DeliveryLog.Effect<SQLException> undo) {
        try {
            undo.run();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** {@return the SQL that creates the table if it does not exist, for the application's migrations} */
    public static String ddl() {
        return DeliveryTable.ddl();
    }

    /**
     * Creates the table if it does not exist.
     *
     * @param connection a connection; an open transaction stays open
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if the connection is null
     */
    public static void createTable(Connection connection) throws SQLException {
        DeliveryTable.create(Checks.notNull("connection", connection));
    }

    /**
     * Deletes the ids that were recorded before a time, to bound the size of the table.
     *
     * @param connection a connection; an open transaction stays open
     * @param time the time, such as a day ago
     * @return the number of deleted ids
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if an argument is null
     */
    public static int forgetBefore(Connection connection, Instant time) throws SQLException {
        return DeliveryTable.deleteRecordedBefore(
                Checks.notNull("connection", connection), Checks.notNull("time", time));
    }

    /**
     * An action to run once, in the transaction that records the delivery.
     *
     * @param <E> the exception type of the action
     */
    @FunctionalInterface
    public interface TransactionEffect<E extends Exception> {
        /**
         * Runs the action.
         *
         * @param connection the transaction's connection; must not be committed, rolled back or closed
         * @throws E if it fails
         */
        void run(Connection connection) throws E;
    }
}
