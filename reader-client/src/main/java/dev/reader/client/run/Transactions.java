package dev.reader.client.run;

import dev.reader.client.error.ReaderException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Opens the connections and transactions of a ledger, and creates its tables before the first one. */
final class Transactions {
    private final DataSource dataSource;
    private boolean created;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    interface Work<T> {
        T run(Connection connection) throws Exception;
    }

    interface SqlWork<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Runs statements in a transaction. A failure of the database becomes a {@link ReaderException}. */
    <T> T run(SqlWork<T> work) {
        return runAny(work::run);
    }

    /** Runs statements and the caller's code in a transaction. Exceptions of the caller's code pass unchanged if unchecked. */
    <T> T runAny(Work<T> work) {
        try (Connection connection = open()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.run(connection);
                connection.commit();
            } catch (Throwable failure) {
                undo(failure, connection::rollback);
                undo(failure, () -> connection.setAutoCommit(autoCommit));
                throw failure;
            }
            connection.setAutoCommit(autoCommit);
            return result;
        } catch (RuntimeException e) {
            throw e;
        } catch (SQLException e) {
            throw failure(e);
        } catch (Exception e) {
            throw new ReaderException("the transaction was rolled back: " + e.getMessage(), e);
        }
    }

    static ReaderException failure(SQLException cause) {
        return new ReaderException("the ledger's database failed: " + cause.getMessage(), cause);
    }

    private Connection open() throws SQLException {
        createTables();
        return dataSource.getConnection();
    }

    private synchronized void createTables() throws SQLException {
        if (!created) {
            try (Connection connection = dataSource.getConnection()) {
                boolean autoCommit = connection.getAutoCommit();
                connection.setAutoCommit(true);
                LedgerSchema.create(connection);
                connection.setAutoCommit(autoCommit);
            }
            created = true;
        }
    }

    private interface Undo {
        void run() throws SQLException;
    }

    private static void undo(Throwable failure, Undo undo) {
        try {
            undo.run();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
