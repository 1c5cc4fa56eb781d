package dev.reader.examples.docs;

import dev.reader.client.BatchRequest;
import dev.reader.client.JobWebhook;
import dev.reader.client.ReaderClient;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.model.Page;
import dev.reader.client.model.WebhookEventType;
import dev.reader.client.webhook.WebhookEvent;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookVerifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The code of docs/reliable-batches.md: a batch that reaches the database despite failures. */
final class ReliableBatches {
    private static final Logger LOG = LoggerFactory.getLogger(ReliableBatches.class);
    private static final int MAX_RETRIES = 1;

    private final ReaderClient reader;
    private final DataSource dataSource;
    private final String webhookUrl;
    private final String secret;

    ReliableBatches(ReaderClient reader, DataSource dataSource, String webhookUrl, String secret) {
        this.reader = reader;
        this.dataSource = dataSource;
        this.webhookUrl = webhookUrl;
        this.secret = secret;
    }

    void order(String orderId, List<String> urls) throws SQLException {
        inTransaction(connection -> {
            update(connection, "INSERT INTO batch (order_id, state, retries) VALUES (?, 'NEW', 0)", orderId);
            for (String url : urls) {
                update(connection, "INSERT INTO batch_page (order_id, url) VALUES (?, ?)", orderId, url);
            }
        });
        submit(orderId);
    }

    private void submit(String orderId) throws SQLException {
        List<String> urls = strings("SELECT url FROM batch_page WHERE order_id = ?", orderId);
        String jobId = reader.createJob(BatchRequest.builder(urls)
                        .idempotencyKey("order-" + orderId)
                        .webhook(JobWebhook.builder(webhookUrl)
                                .events(WebhookEventType.JOB_COMPLETED, WebhookEventType.JOB_FAILED)
                                .secret(secret)
                                .build())
                        .build())
                .id();
        inTransaction(connection -> update(
                connection,
                "UPDATE batch SET job_id = ?, state = 'SUBMITTED' WHERE order_id = ? AND state = 'NEW'",
                jobId,
                orderId));
    }

    WebhookReceiver receiver() {
        return WebhookReceiver.builder(WebhookVerifier.of(secret)).build(dataSource, (connection, event) -> {
            if (event instanceof WebhookEvent.JobCompleted completed) {
                store(connection, completed.jobId());
            } else if (event instanceof WebhookEvent.JobFailed failed) {
                store(connection, failed.jobId());
            }
        });
    }

    private void store(Connection connection, String jobId) throws SQLException {
        if (!reader.getJob(jobId).status().isTerminal()) {
            return; // the delivery is older than a retry: another one follows
        }
        if (update(connection, "UPDATE batch SET state = 'STORED' WHERE job_id = ?", jobId) == 0) {
            throw new IllegalStateException("job " + jobId + " is not stored yet; the delivery will be retried");
        }
        for (Page page : reader.jobResults(jobId)) {
            update(
                    connection,
                    "UPDATE batch_page SET markdown = ?, error = ? WHERE url = ?"
                            + " AND order_id = (SELECT order_id FROM batch WHERE job_id = ?)",
                    page.markdown(),
                    page.error(),
                    page.url(),
                    jobId);
        }
    }

    void sweep() throws SQLException {
        for (String orderId : strings("SELECT order_id FROM batch WHERE state = 'NEW'")) {
            submit(orderId);
        }
        for (String jobId : strings("SELECT job_id FROM batch WHERE state = 'SUBMITTED'")) {
            if (reader.getJob(jobId).status().isTerminal()) {
                inTransaction(connection -> store(connection, jobId));
            }
        }
        for (String jobId : strings("SELECT job_id FROM batch b WHERE state = 'STORED' AND retries < " + MAX_RETRIES
                + " AND EXISTS (SELECT 1 FROM batch_page p WHERE p.order_id = b.order_id AND error IS NOT NULL)")) {
            retry(jobId);
        }
    }

    private void retry(String jobId) throws SQLException {
        inTransaction(connection -> update(
                connection, "UPDATE batch SET state = 'SUBMITTED', retries = retries + 1 WHERE job_id = ?", jobId));
        try {
            reader.retryJob(jobId);
        } catch (ReaderConnectionException e) {
            // Retried or not, the job ends sooner or later. Then the sweep stores its results.
            LOG.warn("the outcome of retrying job {} is unknown", jobId, e);
        }
    }

    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    private void inTransaction(Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.run(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static int update(Connection connection, String sql, @Nullable String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    private List<String> strings(String sql, String... parameters) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }

    private static void set(PreparedStatement statement, @Nullable String... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i]);
        }
    }
}
