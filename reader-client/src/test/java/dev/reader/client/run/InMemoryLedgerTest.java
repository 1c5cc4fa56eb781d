package dev.reader.client.run;

class InMemoryLedgerTest extends LedgerContract {
    @Override
    LedgerStore store() {
        return new MemoryStore();
    }
}
