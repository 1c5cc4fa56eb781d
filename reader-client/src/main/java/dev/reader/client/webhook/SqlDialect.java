package dev.reader.client.webhook;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;

/** The differences between databases that this package must know. */
final class SqlDialect {
    private static final Set<String> ALREADY_EXISTS = Set.of("42P07", "42710", "42S01", "42S11");
    private static final Set<String> SERIALIZATION_FAILURE = Set.of("40001", "40P01");
    private static final Set<String> LOCK_TIMEOUT = Set.of("57014", "55P03", "HYT00", "70100");
    /** What H2 reports when two connections create an object at the same time. */
    private static final int H2_GENERAL_ERROR = 50000;

    private static final int MYSQL_DUPLICATE_KEY = 1062;
    private static final int MYSQL_LOCK_TIMEOUT = 1205;
    /** SQLite reports at once a wait that could not end; its exceptions have no SQL state. */
    private static final int SQLITE_BUSY = 5;

    private static final int MAX_CAUSES = 100;

    private SqlDialect() {}

    static boolean isPostgres(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    static boolean isSqlite(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("SQLite");
    }

    static boolean isMySql(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return product.equals("MariaDB") || product.equals("MySQL");
    }

    static boolean isDuplicateKey(SQLException e) {
        return "23505".equals(e.getSQLState())
                || ("23000".equals(e.getSQLState()) && e.getErrorCode() == MYSQL_DUPLICATE_KEY);
    }

    /** Tells whether a statement that creates an object failed because another transaction created the same one. */
    static boolean isCreatedByOther(SQLException e) {
        return isDuplicateKey(e)
                || ALREADY_EXISTS.contains(String.valueOf(e.getSQLState()))
                || ("HY000".equals(e.getSQLState()) && e.getErrorCode() == H2_GENERAL_ERROR)
                || isSerializationFailure(e);
    }

    /** Tells whether a statement gave up waiting for the transaction of another attempt. */
    static boolean isLockTimeout(SQLException e) {
        return e instanceof SQLTimeoutException
                || LOCK_TIMEOUT.contains(String.valueOf(e.getSQLState()))
                || ("HY000".equals(e.getSQLState()) && e.getErrorCode() == MYSQL_LOCK_TIMEOUT);
    }

    /** Tells whether the database rolled a transaction back in favour of another, so that a repetition may succeed. */
    static boolean isSerializationFailure(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof SQLException e
                    && (SERIALIZATION_FAILURE.contains(String.valueOf(e.getSQLState())) || isSqliteBusy(e))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isSqliteBusy(SQLException e) {
        return e.getSQLState() == null
                && e.getErrorCode() == SQLITE_BUSY
                && String.valueOf(e.getMessage()).startsWith("[SQLITE_BUSY");
    }
}
