package dev.reader.client.webhook;

import dev.reader.client.error.ReaderException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in transactions: bounded in time, and repeated when the database asks for it. */
final class Jdbc {
    private static final Logger LOG = LoggerFactory.getLogger(Jdbc.class);
    private static final int MAX_ATTEMPTS = 4;

    private Jdbc() {}

    /** Work in a transaction. */
    interface Work<T, E extends Exception> {
        T run(Connection connection) throws SQLException, E;
    }

    /** A step that undoes something after a failure. */
    interface Undo {
        void run() throws SQLException;
    }

    /** Undoes something, and adds a second failure to the first one. */
    static void undo(Throwable failure, Undo undo) {
        try {
            undo.run();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Runs work in a new transaction and commits it, in at most four transactions as long as the database reports a
     * serialization failure or a deadlock.
     *
     * @param timeout limits each transaction
     * @param what names the work in messages
     */
    static <T, E extends Exception> T inTransaction(
            DataSource dataSource, Duration timeout, String what, Work<T, E> work) throws SQLException, E {
        for (int attempt = 1; ; attempt++) {
            try {
                return inOneTransaction(dataSource, timeout, what, work);
            } catch (Throwable failure) {
                if (attempt == MAX_ATTEMPTS || !SqlDialect.isSerializationFailure(failure)) {
                    throw failure;
                }
                LOG.debug("repeating {} after a serialization failure, attempt {}", what, attempt, failure);
            }
        }
    }

    private static <T, E extends Exception> T inOneTransaction(
            DataSource dataSource, Duration timeout, String what, Work<T, E> work) throws SQLException, E {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            T result;
            try {
                limitStatements(connection, timeout);
                result = runLimited(connection, timeout, what, work);
                connection.commit();
            } catch (Throwable failure) {
                undo(failure, connection::rollback);
                undo(failure, () -> connection.setAutoCommit(autoCommit));
                throw failure;
            }
            connection.setAutoCommit(autoCommit);
            return result;
        }
    }

    private static <T, E extends Exception> T runLimited(
            Connection connection, Duration timeout, String what, Work<T, E> work) throws SQLException, E {
        TransactionTimer timer = TransactionTimer.start(connection, timeout);
        T result;
        try {
            result = work.run(connection);
        } catch (Throwable failure) {
            if (timer.stop()) {
                throw tooSlow(what, timeout, failure);
            }
            throw failure;
        }
        if (timer.stop()) {
            throw tooSlow(what, timeout, null);
        }
        return result;
    }

    private static ReaderException tooSlow(String what, Duration timeout, @Nullable Throwable cause) {
        return new ReaderException(
                what + " took longer than " + timeout
                        + "; its transaction is rolled back. Do slow work outside the handler,"
                        + " or raise handlerTimeout",
                cause);
    }

    /**
     * Limits the statements of a PostgreSQL transaction that has no limit of its own. The server does not notice a closed
     * connection while it executes a statement, and would keep the transaction's locks.
     */
    private static void limitStatements(Connection connection, Duration timeout) throws SQLException {
        if (SqlDialect.isPostgres(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT set_config('statement_timeout', '" + Math.max(1, timeout.toMillis())
                        + "', true) WHERE current_setting('statement_timeout') = '0'");
            }
        }
    }

    /**
     * Runs an effect between a savepoint and its release. The release fails if the transaction was aborted or ended
     * meanwhile, although the effect returned normally: then nothing of it would be committed.
     *
     * <p>After a failure the transaction is as it was before the effect.
     */
    static <E extends Exception> void protect(
            Connection connection, Savepoint before, String what, DeliveryLog.Effect<E> effect) throws E {
        try {
            effect.run();
        } catch (Throwable failure) {
            undo(failure, () -> rollbackAndRelease(connection, before));
            throw failure;
        }
        try {
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            undo(e, () -> rollbackAndRelease(connection, before));
            throw new ReaderException(
                    what + " returned, but its transaction was aborted or ended meanwhile: " + e.getMessage()
                            + ". A handler that catches an SQLException must first roll back to a savepoint of its own, and"
                            + " must not commit or roll back the transaction",
                    e);
        }
    }

    static void rollbackAndRelease(Connection connection, Savepoint savepoint) throws SQLException {
        connection.rollback(savepoint);
        connection.releaseSavepoint(savepoint);
    }
}
