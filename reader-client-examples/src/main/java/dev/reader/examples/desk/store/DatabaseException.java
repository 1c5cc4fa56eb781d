package dev.reader.examples.desk.store;

import java.io.Serial;
import java.sql.SQLException;

/** The database failed. The transaction was rolled back. */
public final class DatabaseException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    DatabaseException(SQLException cause) {
        super("the database failed: " + cause.getMessage(), cause);
    }
}
