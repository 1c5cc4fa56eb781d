package dev.reader.examples.desk.store;

import java.io.Serial;
import java.sql.SQLException;

/** The database failed. The transaction was rolled back. */
public final class DatabaseException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final String UNIQUE_VIOLATION = "23505";

    DatabaseException(SQLException cause) {
        super("the database failed: " + cause.getMessage(), cause);
    }

    /** Returns true if a row with the same key exists. */
    public boolean isDuplicate() {
        return getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState());
    }
}
