package dev.reader.client.run;

/** A ledger that is lost with the process. */
final class InMemoryRunLedger extends RunLedger {
    private final MemoryStore store = new MemoryStore();

    @Override
    LedgerStore store() {
        return store;
    }
}
