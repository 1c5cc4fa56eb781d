package dev.reader.client.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The lease of a shard. Its number is higher than that of any earlier lease of the shard. A transaction that writes to the
 * shard renews the lease first, so it fails once the lease has ended, whoever has the shard by then.
 */
record ShardLease(Transactions transactions, String runId, int number, long fence, Duration duration)
        implements AutoCloseable {

    /** Tells that the lease had ended before it was renewed. */
    static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostException(String message) {
            super(message);
        }
    }

    /** The store of a process that holds the lease. */
    LedgerStore store() {
        return new JdbcStore(transactions, this);
    }

    void renew() {
        transactions.run(connection -> {
            renew(connection);
            return true;
        });
    }

    void renew(Connection connection) throws SQLException {
        if (!LeaseRows.renew(connection, runId, number, fence, duration)) {
            throw new LostException("the lease of shard " + number + " of run \"" + runId
                    + "\" ended before it was renewed; another process may have the shard");
        }
    }

    /** Frees the slot. */
    @Override
    public void close() {
        transactions.run(connection -> {
            LeaseRows.release(connection, runId, number, fence);
            return true;
        });
    }
}
