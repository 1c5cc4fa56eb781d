package dev.reader.client.run;

import org.jspecify.annotations.Nullable;

/**
 * Records the plan of runs, what was sent, and what was stored, so that a run continues where it ended.
 *
 * <p>{@link JdbcRunLedger} survives the process. {@link #inMemory} does not.
 */
public abstract sealed class RunLedger permits InMemoryRunLedger, JdbcRunLedger {
    RunLedger() {}

    /**
     * Returns a new ledger in memory, which is lost with the process. It holds 45 to 90 bytes for each URL, the compressed
     * requests, and the failed URLs with their reasons.
     *
     * @return the ledger; runs that share it can be compared
     */
    public static RunLedger inMemory() {
        return new InMemoryRunLedger();
    }

    abstract LedgerStore store();

    /** The job slots that {@link BatchRun#processShard} takes, or null if it needs none. */
    @Nullable
    JobLeases leases() {
        return null;
    }
}
