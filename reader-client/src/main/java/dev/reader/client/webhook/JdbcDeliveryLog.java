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
 * A {@link DeliveryLog} that records a delivery's id on the caller's own connection, so that the id commits or rolls back
 * with the effect.
 *
 * <pre>{@code
 * connection.setAutoCommit(false);
 * JdbcDeliveryLog.on(connection).once(event.deliveryId(), () -> save(connection, event));
 * connection.commit();
 * }</pre>
 *
 * <p>{@link #inTransaction} does the same with a connection of its own. The table is made by {@link #ddl}, in plain SQL
 * that PostgreSQL, H2 and SQLite take.
 *
 * <p>Of two transactions with one id at the same moment the database holds the second back, on the primary key, until the
 * first ends. Where it gives up before that, as H2 and SQLite do when their lock time-out passes, the second one fails,
 * which answers the delivery as failed and so brings it again. Like its connection, a log is for one thread at a time.
 */
public final class JdbcDeliveryLog implements DeliveryLog {
    private static final int LONGEST_ID = 255;
    private static final String UNIQUE_VIOLATION = "23505";

    private final Connection connection;
    private final Clock clock;

    private JdbcDeliveryLog(Connection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Returns a log in the connection's running transaction, which the caller commits or rolls back.
     *
     * @param connection a connection that does not commit by itself; stays the caller's to close
     * @return the log, for as long as the connection is open
     * @throws IllegalArgumentException if the connection is null, or commits each statement by itself, which would record
     *     the id before the effect
     * @throws SQLException if the connection fails
     */
    public static JdbcDeliveryLog on(Connection connection) throws SQLException {
        return on(connection, Clock.systemUTC());
    }

    static JdbcDeliveryLog on(Connection connection, Clock clock) throws SQLException {
        if (Checks.notNull("connection", connection).getAutoCommit()) {
            throw new IllegalArgumentException(
                    "connection is in auto-commit mode, which would record a delivery before its effect");
        }
        return new JdbcDeliveryLog(connection, clock);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Neither commits nor rolls back the transaction. What the effect did on the connection is undone if it fails, so
     * that a caller who commits all the same commits neither the id nor half an effect.
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
            throw new ReaderException("delivery " + deliveryId + " could not be recorded: " + e.getMessage(), e);
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
     * Records a delivery's id, and tells whether it was not recorded before. The caller rolls back if the effect fails.
     *
     * @param deliveryId the delivery's id, not blank, at most 255 characters
     * @return true if the effect is to be run, false if the delivery is a duplicate
     * @throws IllegalArgumentException if the id is null, blank or longer
     * @throws SQLException if the database fails; the transaction is as it was before, if the connection still stands
     */
    public boolean firstTime(String deliveryId) throws SQLException {
        checkId(deliveryId);
        return insert(deliveryId, connection.setSavepoint());
    }

    private static void checkId(String deliveryId) {
        Checks.notBlank("deliveryId", deliveryId);
        if (deliveryId.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "deliveryId has " + deliveryId.length() + " characters, not at most " + LONGEST_ID);
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
     * Runs an effect in a transaction of its own unless a delivery with the same id was recorded, and commits both.
     *
     * @param dataSource where a connection comes from
     * @param deliveryId the delivery's id, not blank, at most 255 characters
     * @param effect what is to be done once, on the connection that it is given; is not to commit, roll back or close it
     * @param <E> what the effect may throw
     * @return true if this call ran the effect, false if the delivery is a duplicate
     * @throws E what the effect threw; everything is rolled back then
     * @throws SQLException if there is no connection or no commit; an effect is rolled back then, unless only the
     *     commit's answer was lost
     * @throws ReaderException if the id can't be recorded; the effect did not run then
     * @throws IllegalArgumentException if an argument is null, or the id is blank or longer
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

    /** {@return the SQL that makes the table if it is not there, for the application's own migrations} */
    public static String ddl() {
        return DeliveryTable.ddl();
    }

    /**
     * Makes the table if it is not there.
     *
     * @param connection a connection; a transaction that runs on it stays open
     * @throws SQLException if the database refuses
     * @throws IllegalArgumentException if the connection is null
     */
    public static void createTable(Connection connection) throws SQLException {
        DeliveryTable.create(Checks.notNull("connection", connection));
    }

    /**
     * Forgets deliveries that were recorded before a time, which keeps the table small.
     *
     * @param connection a connection; a transaction that runs on it stays open
     * @param time the time, such as a day ago
     * @return how many were forgotten
     * @throws SQLException if the database refuses
     * @throws IllegalArgumentException if an argument is null
     */
    public static int forgetBefore(Connection connection, Instant time) throws SQLException {
        return DeliveryTable.deleteRecordedBefore(
                Checks.notNull("connection", connection), Checks.notNull("time", time));
    }

    /**
     * What is to be done once, in the transaction that records the delivery.
     *
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface TransactionEffect<E extends Exception> {
        /**
         * Does it.
         *
         * @param connection the transaction's connection; is not to be committed, rolled back or closed
         * @throws E if it fails
         */
        void run(Connection connection) throws E;
    }
}
