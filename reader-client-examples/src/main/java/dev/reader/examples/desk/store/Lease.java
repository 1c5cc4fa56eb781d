package dev.reader.examples.desk.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** The lease of the leader. One instance holds it at a time, as long as it renews it. */
public final class Lease {
    private static final String NAME = "workspace";

    /** A lease that ends later than so many times its length was set by a clock that was wrong, and counts for nothing. */
    private static final int MAX_LENGTHS = 10;

    private Lease() {}

    /** Takes or renews the lease. Returns false if another instance holds it. */
    public static boolean acquire(Connection connection, String holder, Instant now, Instant until)
            throws SQLException {
        Instant impossible = now.plus(Duration.between(now, until).multipliedBy(MAX_LENGTHS));
        return Sql.update(
                        connection,
                        "UPDATE desk_lease SET holder = ?, until_at = ?"
                                + " WHERE name = ? AND (holder = ? OR until_at < ? OR until_at > ?)",
                        holder,
                        until,
                        NAME,
                        holder,
                        now,
                        impossible)
                == 1;
    }

    /** Gives the lease back, so that another instance takes it at once. */
    public static void release(Connection connection, String holder) throws SQLException {
        Sql.update(connection, "UPDATE desk_lease SET holder = NULL, until_at = 0 WHERE holder = ?", holder);
    }

    /** Returns the holder, or an empty text. */
    public static String holder(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getString(1) == null ? "" : row.getString(1),
                        "SELECT holder FROM desk_lease WHERE name = ?",
                        NAME)
                .orElse("");
    }
}
