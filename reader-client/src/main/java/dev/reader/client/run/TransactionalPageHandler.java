package dev.reader.client.run;

import java.sql.Connection;

/** Handles the pages of a run in the transaction that notes them in the {@link JdbcRunLedger}: exactly once each. */
@FunctionalInterface
public interface TransactionalPageHandler {
    /**
     * Handles a page, on the thread that executes the run. The transaction comprises up to 100 pages.
     *
     * @param page the page
     * @param connection the transaction's connection; must not be committed, rolled back or closed
     * @throws Exception if it fails; the transaction is rolled back and the run ends. A failure of an SQL statement must not
     *     be caught, since PostgreSQL then rejects the rest of the transaction
     */
    void handle(RunPage page, Connection connection) throws Exception;
}
