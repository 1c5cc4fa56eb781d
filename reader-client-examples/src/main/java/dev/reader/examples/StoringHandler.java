package dev.reader.examples;

import dev.reader.client.ReaderClient;
import dev.reader.client.model.Page;
import dev.reader.client.webhook.TransactionHandler;
import dev.reader.client.webhook.WebhookEvent;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Writes the pages of an ended job to the database. The webhook calls it, and the sweep for jobs whose webhook is
 * missing.
 */
final class StoringHandler implements TransactionHandler {
    private enum Source {
        WEBHOOK,
        SWEEP
    }

    private final ReaderClient reader;
    private final DataSource dataSource;
    private final AtomicInteger failuresLeft;
    private final PrintWriter out;

    StoringHandler(ReaderClient reader, DataSource dataSource, int failFirst, PrintWriter out) {
        this.reader = reader;
        this.dataSource = dataSource;
        this.failuresLeft = new AtomicInteger(failFirst);
        this.out = out;
    }

    @Override
    public void handle(Connection connection, WebhookEvent event) throws SQLException {
        if (event instanceof WebhookEvent.JobCompleted completed) {
            out.println("Received a delivery of " + event.type() + ".");
            store(connection, completed.jobId(), Source.WEBHOOK);
        } else if (event instanceof WebhookEvent.JobFailed failed) {
            out.println("Job " + failed.jobId() + " failed: " + failed.error());
            store(connection, failed.jobId(), Source.WEBHOOK);
        }
    }

    private void store(Connection connection, String jobId, Source storedBy) throws SQLException {
        if (!CrawlStore.claim(connection, jobId, storedBy.name().toLowerCase(Locale.ROOT))) {
            return;
        }
        List<Page> pages = reader.jobResults(jobId).stream().toList();
        int position = 0;
        for (Page page : pages) {
            CrawlStore.insert(connection, jobId, ++position, page);
            if (storedBy == Source.WEBHOOK && position == pages.size() / 2 && shouldFail()) {
                out.println("The handler fails deliberately after " + position + " of " + pages.size() + " inserts.");
                throw new IllegalStateException("deliberate failure");
            }
        }
    }

    private boolean shouldFail() {
        return failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Checks the state of the jobs and stores the pages of those that have ended. */
    void sweep(Collection<String> jobIds) throws SQLException {
        for (String jobId : jobIds) {
            if (!reader.getJob(jobId).status().isTerminal()) {
                continue;
            }
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    store(connection, jobId, Source.SWEEP);
                    connection.commit();
                } catch (SQLException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                }
            }
        }
    }
}
