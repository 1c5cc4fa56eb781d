package dev.reader.examples.batch;

import dev.reader.client.BatchRequest;
import dev.reader.client.CrawlRequest;
import dev.reader.client.JobRequest;
import dev.reader.client.JobWebhook;
import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.error.ConflictException;
import dev.reader.client.error.InvalidRequestException;
import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.UrlBlockedException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobStatus;
import dev.reader.client.webhook.JdbcDeliveryLog;
import dev.reader.client.webhook.WebhookEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores every page of batches and crawls in the application's database, although connections, processes, pages and webhooks
 * fail. docs/reliable-batches.md explains each step.
 *
 * <p>Has no threads. A scheduler calls {@link #sweep}; several processes may do so at the same time. An order is locked
 * while one of them works on it, and each failure concerns one order only.
 */
public final class ReliableBatches {
    /** For this long the server remembers an idempotency key, so that repeating a request creates no second job. */
    private static final Duration MAX_AGE = Duration.ofHours(24);

    private static final int MAX_RETRIES = 1;
    private static final WaitOptions RESULTS_OF_ENDED_JOB = WaitOptions.builder()
            .pollInterval(Duration.ofSeconds(1))
            .timeout(Duration.ofSeconds(30))
            .build();
    private static final Logger LOG = LoggerFactory.getLogger(ReliableBatches.class);

    private final ReaderClient reader;
    private final DataSource dataSource;
    private final JobWebhook webhook;
    private final Clock clock;

    /** Creates it; {@code webhook} is where the API reports ended jobs. */
    public ReliableBatches(ReaderClient reader, DataSource dataSource, JobWebhook webhook, Clock clock) {
        this.reader = reader;
        this.dataSource = dataSource;
        this.webhook = webhook;
        this.clock = clock;
    }

    /** Creates the tables that do not exist. */
    public void createTables() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            OrderStore.createTables(connection);
            JdbcDeliveryLog.createTable(connection);
        }
    }

    /** Orders a batch of URLs. Returns once the order is stored; if the API does not accept it now, the sweep repeats it. */
    public void order(String orderId, List<String> urls) throws SQLException {
        order(orderId, false, urls);
    }

    /** Orders a crawl. Returns once the order is stored; if the API does not accept it now, the sweep repeats it. */
    public void orderCrawl(String orderId, String url) throws SQLException {
        order(orderId, true, List.of(url));
    }

    private void order(String orderId, boolean crawl, List<String> urls) throws SQLException {
        String key = UUID.randomUUID().toString();
        request(crawl, urls, key); // refuses invalid URLs before anything is stored
        inTransaction(connection -> {
            OrderStore.insert(connection, orderId, crawl, urls, key, clock.instant());
        });
        advance(orderId);
    }

    private JobRequest request(boolean crawl, List<String> urls, String idempotencyKey) {
        return crawl
                ? CrawlRequest.builder(urls.get(0))
                        .maxDepth(3)
                        .idempotencyKey(idempotencyKey)
                        .webhook(webhook)
                        .build()
                : BatchRequest.builder(urls)
                        .idempotencyKey(idempotencyKey)
                        .webhook(webhook)
                        .build();
    }

    /** Takes each open order one step further, then closes those that are too old. Call this every few minutes. */
    public void sweep() throws SQLException {
        List<String> orderIds = new ArrayList<>();
        inTransaction(connection -> orderIds.addAll(OrderStore.openOrderIds(connection)));
        for (String orderId : orderIds) {
            advance(orderId);
        }
        inTransaction(connection -> {
            int expired = OrderStore.expire(connection, oldest());
            if (expired > 0) {
                LOG.error("{} orders were still open after {}", expired, MAX_AGE);
            }
        });
    }

    /** Takes one order one step further. Its failure is logged and does not stop the sweep. */
    private void advance(String orderId) {
        try {
            inTransaction(connection -> {
                Optional<Order> order = OrderStore.lockOpen(connection, orderId);
                if (order.isPresent()) {
                    advance(connection, order.get());
                }
            });
        } catch (ReaderInterruptedException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            LOG.warn("order {} waits for the next sweep", orderId, e);
        }
    }

    private void advance(Connection connection, Order order) throws SQLException {
        switch (order.state()) {
            case NEW -> submit(connection, order);
            case SUBMITTED -> collect(connection, order, "sweep");
            case RETRY_DUE -> retry(connection, order);
            default -> throw new IllegalStateException("order " + order.id() + " is not open: " + order.state());
        }
    }

    private void submit(Connection connection, Order order) throws SQLException {
        if (order.createdAt().isBefore(oldest())) {
            return; // it expires: a request could create a second job
        }
        try {
            List<String> urls = OrderStore.urls(connection, order.id());
            Job job = reader.createJob(request(order.crawl(), urls, order.idempotencyKey()));
            OrderStore.setSubmitted(connection, order, job.id());
        } catch (InvalidRequestException | UrlBlockedException | ConflictException e) {
            close(connection, order, OrderState.REJECTED, e.getMessage());
        }
    }

    /** Handles the events of the jobs, in the transaction that records the delivery. */
    public void handle(Connection connection, WebhookEvent event) throws SQLException {
        if (event instanceof WebhookEvent.JobCompleted completed) {
            collect(connection, completed.jobId());
        } else if (event instanceof WebhookEvent.JobFailed failed) {
            collect(connection, failed.jobId());
        }
    }

    private void collect(Connection connection, String jobId) throws SQLException {
        Order order = OrderStore.lockByJob(connection, jobId)
                .orElseThrow(() -> new IllegalStateException(
                        "job " + jobId + " belongs to no order yet; the delivery will be repeated"));
        if (order.state().isOpen()) {
            collect(connection, order, "webhook");
        }
    }

    private void collect(Connection connection, Order order, String storedBy) throws SQLException {
        String jobId = Objects.requireNonNull(order.jobId());
        Job job;
        try {
            if (!reader.getJob(jobId).status().isTerminal()) {
                return; // the delivery is older than a retry: another one follows
            }
            job = reader.waitForJob(jobId, RESULTS_OF_ENDED_JOB);
        } catch (JobFailedException e) {
            job = e.job();
        } catch (NotFoundException e) {
            close(connection, order, OrderState.JOB_LOST, e.getMessage());
            return;
        }
        OrderStore.replacePages(connection, order, job.results(), storedBy);
        int failed = job.failedPages().size();
        if (job.status().equals(JobStatus.FAILED)) {
            close(connection, order, OrderState.JOB_FAILED, job.error());
        } else if (job.status().equals(JobStatus.CANCELLED)) {
            close(connection, order, OrderState.JOB_CANCELLED, null);
        } else if (failed == 0) {
            OrderStore.setState(connection, order, OrderState.STORED, null);
        } else {
            OrderState state = order.retries() < MAX_RETRIES ? OrderState.RETRY_DUE : OrderState.INCOMPLETE;
            OrderStore.setState(connection, order, state, "failed pages: " + failed);
        }
    }

    private void retry(Connection connection, Order order) throws SQLException {
        String jobId = Objects.requireNonNull(order.jobId());
        try {
            if (reader.getJob(jobId).status().isTerminal()) {
                reader.retryJob(jobId);
            } // else an earlier request was processed although it seemed to fail
            OrderStore.setRetried(connection, order);
        } catch (InvalidRequestException e) {
            // no page is failed any more: the job has even ended since that request
            OrderStore.setRetried(connection, order);
        } catch (NotFoundException e) {
            close(connection, order, OrderState.JOB_LOST, e.getMessage());
        }
    }

    private static void close(Connection connection, Order order, OrderState state, @Nullable String detail)
            throws SQLException {
        LOG.error("order {} is a dead letter, {}: {}", order.id(), state, detail);
        OrderStore.setState(connection, order, state, detail);
    }

    private Instant oldest() {
        return clock.instant().minus(MAX_AGE);
    }

    /** Returns an order. */
    public Optional<Order> find(String orderId) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return OrderStore.find(connection, orderId);
        }
    }

    /** Returns the orders that somebody has to look at. */
    public List<Order> deadLetters() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return OrderStore.deadLetters(connection);
        }
    }

    /** Queues a dead letter again, as a new job. Returns false if the order is not a dead letter. */
    public boolean requeue(String orderId) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return OrderStore.requeue(connection, orderId, UUID.randomUUID().toString(), clock.instant());
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
}
