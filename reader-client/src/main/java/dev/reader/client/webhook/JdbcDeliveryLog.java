package dev.reader.client.webhook;

import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.Checks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Records a delivery's id on the caller's connection, so that the id commits or rolls back together with the effect.
 *
 * <pre>{@code
 * connection.setAutoCommit(false);
 * JdbcDeliveryLog.on(connection).once(DeliveryKeys.id(event), () -> save(connection, event));
 * connection.commit();
 * }</pre>
 *
 * <p>The static methods use the {@linkplain DeliveryTable#defaults default table}; a {@link DeliveryTable} sets another
 * name, a namespace and time-outs. PostgreSQL, H2, SQLite, MariaDB and MySQL are supported.
 *
 * <p>When two transactions insert the same id, the database blocks the second on the primary key until the first ends, but
 * no longer than the {@linkplain DeliveryTable.Builder#lockTimeout lock time-out}. Then the second attempt fails, the
 * receiver responds with an error, and Reader repeats the delivery. Not thread-safe, like the connection it uses.
 */
public final class JdbcDeliveryLog implements DeliveryLog {
    private static final int MAX_ID_LENGTH = 255;

    private final Connection connection;
    private final DeliveryTable table;

    JdbcDeliveryLog(Connection connection, DeliveryTable table) {
        this.connection = connection;
        this.table = table;
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
        return DeliveryTable.defaults().log(connection);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Neither commits nor rolls back the transaction. If the effect fails, this rolls back to a savepoint, so a
     * caller that commits anyway commits neither the id nor a partial effect. The same happens if the effect returns but
     * the transaction can no longer commit: on PostgreSQL a failed statement aborts the transaction, even if the effect
     * catches the exception, and a later commit would silently roll back.
     *
     * @param deliveryId the delivery's id, not blank, at most 255 characters
     * @throws ReaderException if the id can't be recorded, another attempt at the delivery takes longer than the lock
     *     time-out, or the effect caught the failure of a statement without a rollback to a savepoint of its own
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
            throw new ReaderException(message(deliveryId, e), e);
        }
        Jdbc.protect(connection, before, "the handler of delivery " + deliveryId, effect);
        return true;
    }

    private String message(String deliveryId, SQLException e) {
        return SqlDialect.isLockTimeout(e)
                ? "another attempt at delivery " + deliveryId + " is still running after the lock time-out of "
                        + table.lockTimeout() + ", or the database's own: " + e.getMessage()
                : "can't record delivery " + deliveryId + ": " + e.getMessage();
    }

    /**
     * Records a delivery's id and returns whether it is new. The caller must roll back if the effect fails, or if the
     * effect catches the failure of a statement: on PostgreSQL a commit would then silently roll back. {@link #once}
     * detects this.
     *
     * @param deliveryId the delivery's id, not blank, at most 255 characters
     * @return true if the caller must run the effect, false if the delivery is a duplicate
     * @throws IllegalArgumentException if the id is null, blank or too long
     * @throws SQLException if the database fails; the transaction is unchanged if the connection is still usable
     */
    public boolean firstTime(String deliveryId) throws SQLException {
        checkId(deliveryId);
        Savepoint before = connection.setSavepoint();
        boolean first = insert(deliveryId, before);
        if (first) {
            connection.releaseSavepoint(before);
        }
        return first;
    }

    static void checkId(String deliveryId) {
        Checks.notBlank("deliveryId", deliveryId);
        if (deliveryId.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException(
                    "deliveryId must have at most " + MAX_ID_LENGTH + " characters, but has " + deliveryId.length());
        }
    }

    /** Inserts the id if it is new. Releases the savepoint unless it does. */
    private boolean insert(String deliveryId, Savepoint before) throws SQLException {
        try {
            // Looking first avoids a violation of the primary key, which a server would log as an error. SQLite has no
            // log, and refuses at once to turn a reading transaction into a writing one if another one writes.
            if (SqlDialect.isSqlite(connection) || !table.contains(connection, deliveryId)) {
                table.insert(connection, deliveryId);
                return true;
            }
        } catch (SQLException e) {
            Jdbc.undo(e, () -> Jdbc.rollbackAndRelease(connection, before));
            if (SqlDialect.isDuplicateKey(e) || isRecorded(deliveryId, e)) {
                return false;
            }
            throw e;
        }
        connection.releaseSavepoint(before);
        return false;
    }

    private boolean isRecorded(String deliveryId, SQLException failure) {
        try {
            return table.contains(connection, deliveryId);
        } catch (SQLException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /**
     * Runs an effect in a new transaction unless a delivery with the same id was recorded, and commits both, as {@link
     * DeliveryTable#inTransaction} does with the default table.
     *
     * @param dataSource provides the connection
     * @param deliveryId the delivery's id, not blank, at most 255 characters
     * @param effect the action to run once, on the given connection; must not commit, roll back or close it
     * @param <E> the exception type of the effect
     * @return true if this call ran the effect, false if the delivery is a duplicate
     * @throws E if the effect fails; the transaction is rolled back
     * @throws SQLException if connecting or committing fails; the effect is rolled back, unless the commit succeeded
     *     and only its confirmation was lost
     * @throws ReaderException if the id can't be recorded, or the effect exceeds its time-out or leaves the transaction
     *     aborted; nothing is committed
     * @throws IllegalArgumentException if an argument is null, or the id is blank or too long
     */
    public static <E extends Exception> boolean inTransaction(
            DataSource dataSource, String deliveryId, TransactionEffect<E> effect) throws SQLException, E {
        return DeliveryTable.defaults().inTransaction(dataSource, deliveryId, effect);
    }

    /** {@return the SQL that creates the default table if it does not exist, for the application's migrations} */
    public static String ddl() {
        return DeliveryTable.defaults().ddl();
    }

    /**
     * Creates the default table if it does not exist. Several processes may call this at the same time; on
     * SQLite only with auto-commit on.
     *
     * @param connection a connection; an open transaction stays open, except on H2, MariaDB and MySQL, which commit it
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if the connection is null
     */
    public static void createTable(Connection connection) throws SQLException {
        DeliveryTable.defaults().create(connection);
    }

    /**
     * Deletes the ids of the default table that were recorded before a time, to bound its size.
     *
     * @param connection a connection; an open transaction stays open
     * @param time the time, such as a day ago
     * @return the number of deleted ids
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if an argument is null
     */
    public static int forgetBefore(Connection connection, Instant time) throws SQLException {
        return DeliveryTable.defaults().forgetBefore(connection, time);
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
