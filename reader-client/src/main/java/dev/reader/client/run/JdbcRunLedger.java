package dev.reader.client.run;

import dev.reader.client.internal.Checks;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A ledger in a database: PostgreSQL, SQLite or H2. It survives the process, and several processes can share it.
 *
 * <p>Creates its tables when it is first used, unless they exist; {@link #ddl} returns their definition for the
 * application's own migrations. The requests are stored as they are sent, so a secret of a webhook is in the database.
 *
 * <p>Thread-safe. Uses one connection at a time for each running call, and one transaction for each part of up to 100
 * results.
 *
 * <p>PostgreSQL and SQLite survive {@code kill -9} at any moment. SQLite suits one machine: it lets one transaction write at a
 * time, so set a busy time-out. A file of H2 2.5 can be damaged if its process is killed while it writes, and an interrupt
 * of the thread of a run closes it.
 */
public final class JdbcRunLedger extends RunLedger {
    private final JdbcStore store;

    /**
     * Creates a ledger. Opens no connection yet.
     *
     * @param dataSource provides connections with an isolation level of at least READ COMMITTED; preferably a pool
     * @throws IllegalArgumentException if the data source is null
     */
    public JdbcRunLedger(DataSource dataSource) {
        store = new JdbcStore(Checks.notNull("dataSource", dataSource));
    }

    /** {@return the SQL that creates the tables if they do not exist} */
    public static String ddl() {
        return LedgerSchema.ddl();
    }

    /**
     * Creates the tables if they do not exist. Several processes may do so at the same time.
     *
     * @param connection a connection in auto-commit mode
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if the connection is null
     */
    public static void createTables(Connection connection) throws SQLException {
        LedgerSchema.create(Checks.notNull("connection", connection));
    }

    @Override
    LedgerStore store() {
        return store;
    }
}
