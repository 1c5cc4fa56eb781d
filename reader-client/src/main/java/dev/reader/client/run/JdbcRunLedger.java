package dev.reader.client.run;

import dev.reader.client.internal.Checks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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
    private static final Duration MIN_LEASE = Duration.ofSeconds(1);
    private static final Duration MAX_LEASE = Duration.ofDays(1);

    private final JdbcStore store;
    private final @Nullable JobLeases leases;

    /**
     * Creates a ledger. Opens no connection yet.
     *
     * @param dataSource provides connections with an isolation level of at least READ COMMITTED; preferably a pool
     * @throws IllegalArgumentException if the data source is null
     */
    public JdbcRunLedger(DataSource dataSource) {
        this(new JdbcStore(Checks.notNull("dataSource", dataSource)), null);
    }

    private JdbcRunLedger(JdbcStore store, @Nullable JobLeases leases) {
        this.store = store;
        this.leases = leases;
    }

    /**
     * Returns a ledger with the same tables, for processes that call {@link BatchRun#processShard} and share the active jobs
     * of a workspace (docs/reader-api.md §1). A call takes one of the slots, by leasing its shard, and returns
     * {@link ShardStatus#PENDING} if another process has the shard or no slot is free. It renews the lease while it waits and
     * with each write. A process that stops for longer than the lease loses it: another process can continue the shard, and
     * the first one writes nothing more to it, neither the handler's changes in a transaction nor notes.
     *
     * <p>The leases follow the clock of the database, PostgreSQL or H2: a call of {@code processShard} with a ledger on SQLite
     * throws {@link IllegalStateException}. {@link BatchRun#execute} rejects such a ledger.
     *
     * @param slots the number of slots of all processes and runs together, 1 to 1,000,000; all processes set the same number
     * @param lease 1 s to 1 day; longer than the handler takes for 100 pages, else other processes interrupt it. Times
     *     below 10 s risk that a slow database or a long garbage collection costs the lease
     * @return the ledger; this one is unchanged
     * @throws IllegalArgumentException if an argument is null or out of range
     */
    public JdbcRunLedger withJobSlots(int slots, Duration lease) {
        Checks.inRange("slots", slots, 1, 1_000_000);
        Checks.inRange("lease", lease, MIN_LEASE, MAX_LEASE);
        return new JdbcRunLedger(store, new JobLeases(store.transactions(), slots, lease));
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

    @Override
    @Nullable
    JobLeases leases() {
        return leases;
    }
}
