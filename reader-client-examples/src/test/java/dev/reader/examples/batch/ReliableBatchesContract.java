package dev.reader.examples.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.JobWebhook;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.WebhookEventType;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookVerifier;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the batches of the guide with failures, and checks the database at the end. */
@Timeout(300)
abstract class ReliableBatchesContract {
    private static final String SECRET = "whsec_0123456789abcdef";
    private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String BLOCKED = "http://169.254.169.254/latest/meta-data";

    private final LocalReader local = LocalReader.builder()
            .slowPageDelay(Duration.ZERO)
            .webhookPause(Duration.ofMillis(20))
            .start();
    private final ReaderClient reader = ReaderClient.builder()
            .apiKey(local.apiKey())
            .baseUrl(local.baseUrl())
            .maxRetries(0)
            .build();
    private final SettableClock clock = new SettableClock();
    private HikariDataSource dataSource;
    private HttpServer server;
    private ReliableBatches batches;

    abstract String url();

    @BeforeEach
    void start() throws Exception {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url());
        dataSource = new HikariDataSource(pool);
        for (String table : List.of("batch_order", "batch_url", "batch_page", "reader_webhook_delivery")) {
            execute("DROP TABLE IF EXISTS " + table);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        JobWebhook webhook = JobWebhook.builder(
                        "http://localhost:" + server.getAddress().getPort() + "/hooks/reader")
                .events(WebhookEventType.JOB_COMPLETED, WebhookEventType.JOB_FAILED)
                .secret(SECRET)
                .build();
        batches = new ReliableBatches(reader, dataSource, webhook, clock);
        batches.createTables();
        WebhookReceiver receiver =
                WebhookReceiver.builder(WebhookVerifier.of(SECRET)).build(dataSource, batches::handle);
        server.createContext("/hooks/reader", exchange -> {
            try (exchange) {
                int status = receiver.receive(exchange.getRequestHeaders()::getFirst, exchange.getRequestBody());
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        reader.close();
        local.close();
        dataSource.close();
    }

    private List<String> urls(String... paths) {
        List<String> urls = new ArrayList<>();
        for (String path : paths) {
            urls.add(local.siteUrl() + path);
        }
        return urls;
    }

    private void loseDeliveries() {
        local.faults().add(Fault.of(Fault.Kind.LOSE_DELIVERY, 100));
    }

    @Test
    void webhookStoresPages_andTheSweepRetriesTheFailedOnes() throws Exception {
        batches.order("1", urls("", "about.html", "stations/saltmarsh.html"));

        await("1", OrderState.RETRY_DUE);
        assertThat(order("1").storedBy()).isEqualTo("webhook");
        assertThat(order("1").detail()).isEqualTo("failed pages: 1");
        assertThat(strings("SELECT url FROM batch_page WHERE error IS NULL")).hasSize(2);
        batches.sweep();
        await("1", OrderState.STORED);

        assertThat(strings("SELECT url FROM batch_page WHERE error IS NULL AND markdown IS NOT NULL"))
                .containsExactlyInAnyOrderElementsOf(urls("", "about.html", "stations/saltmarsh.html"));
        assertThat(strings("SELECT delivery_id FROM reader_webhook_delivery")).hasSize(2);
        batches.sweep();
        assertThat(order("1").retries()).isEqualTo(1);
    }

    @Test
    void crawl_storesEveryPage() throws Exception {
        batches.orderCrawl("1", local.siteUrl());

        await("1", OrderState.RETRY_DUE);

        assertThat(strings("SELECT url FROM batch_page")).hasSize(17).doesNotHaveDuplicates();
    }

    @Test
    void lostDelivery_isReplacedByTheSweep() throws Exception {
        loseDeliveries();
        batches.order("1", urls("", "about.html"));

        sweepUntil("1", OrderState.STORED);

        assertThat(order("1").storedBy()).isEqualTo("sweep");
        assertThat(strings("SELECT url FROM batch_page WHERE markdown IS NOT NULL"))
                .containsExactlyInAnyOrderElementsOf(urls("", "about.html"));
        assertThat(strings("SELECT delivery_id FROM reader_webhook_delivery")).isEmpty();
    }

    @Test
    void crashBeforeTheJobIdIsStored_createsNoSecondJob() throws Exception {
        batches.order("1", urls("about.html"));
        await("1", OrderState.STORED);
        String jobId = order("1").jobId();
        execute("UPDATE batch_order SET job_id = NULL, state = 'NEW'");

        batches.sweep();

        assertThat(order("1").jobId()).isEqualTo(jobId);
        sweepUntil("1", OrderState.STORED);
    }

    @Test
    void apiThatIsDown_leavesTheOrderToTheSweep() throws Exception {
        local.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 1).on("/v1/read"));

        batches.order("1", urls("about.html"));

        assertThat(order("1").state()).isEqualTo(OrderState.NEW);
        batches.sweep();
        await("1", OrderState.STORED);
    }

    @Test
    void jobThatTheServerDoesNotKnow_isADeadLetterAndDoesNotStopTheSweep() throws Exception {
        loseDeliveries();
        batches.order("1", urls("about.html"));
        batches.order("2", urls("about.html"));
        execute("UPDATE batch_order SET job_id = 'job_unknown' WHERE order_id = '1'");

        sweepUntil("2", OrderState.STORED);

        assertThat(order("1").state()).isEqualTo(OrderState.JOB_LOST);
        assertThat(order("1").detail()).contains("job_unknown");
        assertThat(batches.deadLetters()).extracting(Order::id).containsExactly("1");
    }

    @Test
    void jobThatIsLostBeforeItsRetry_isADeadLetterAndDoesNotStopTheSweep() throws Exception {
        loseDeliveries();
        batches.order("1", urls("stations/saltmarsh.html"));
        sweepUntil("1", OrderState.RETRY_DUE);
        execute("UPDATE batch_order SET job_id = 'job_unknown' WHERE order_id = '1'");
        batches.order("2", urls("about.html"));

        sweepUntil("2", OrderState.STORED);

        assertThat(order("1").state()).isEqualTo(OrderState.JOB_LOST);
    }

    @Test
    void orderThatTheApiRefuses_isADeadLetterAndDoesNotStopTheSweep() throws Exception {
        local.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 2).on("/v1/read"));
        batches.order("1", List.of(BLOCKED));
        batches.order("2", urls("about.html"));
        assertThat(order("1").state()).isEqualTo(OrderState.NEW);
        assertThat(order("2").state()).isEqualTo(OrderState.NEW);

        batches.sweep();

        assertThat(order("1").state()).isEqualTo(OrderState.REJECTED);
        assertThat(order("1").detail()).contains("169.254.169.254");
        await("2", OrderState.STORED);
    }

    @Test
    void failureOfOneOrder_doesNotStopTheSweep() throws Exception {
        loseDeliveries();
        batches.order("1", urls("about.html"));
        batches.order("2", urls("about.html"));
        String broken = "/v1/jobs/" + order("1").jobId();
        local.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 1000).on(broken));

        sweepUntil("2", OrderState.STORED);

        assertThat(order("1").state()).isEqualTo(OrderState.SUBMITTED);
        local.faults().clear();
        sweepUntil("1", OrderState.STORED);
    }

    @Test
    void errorOfTheRetryCall_doesNotUseUpTheRetry() throws Exception {
        batches.order("1", urls("about.html", "stations/saltmarsh.html"));
        await("1", OrderState.RETRY_DUE);
        String retry = "/v1/jobs/" + order("1").jobId() + "/retry";
        local.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 1).on(retry));

        batches.sweep();
        assertThat(order("1").state()).isEqualTo(OrderState.RETRY_DUE);
        assertThat(order("1").retries()).isZero();
        batches.sweep();
        await("1", OrderState.STORED);

        assertThat(order("1").retries()).isEqualTo(1);
        assertThat(strings("SELECT url FROM batch_page WHERE error IS NULL")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lostResponseOfTheRetryCall_isNoticedInTheJob(boolean deliveriesAreLost) throws Exception {
        if (deliveriesAreLost) {
            loseDeliveries();
        }
        batches.order("1", urls("about.html", "stations/saltmarsh.html"));
        if (deliveriesAreLost) {
            sweepUntil("1", OrderState.RETRY_DUE);
        } else {
            await("1", OrderState.RETRY_DUE); // a sweep beside the webhook could already retry
        }
        String retry = "/v1/jobs/" + order("1").jobId() + "/retry";
        local.faults().add(Fault.of(Fault.Kind.RESET_AFTER, 1).on(retry));

        batches.sweep();
        sweepUntil("1", OrderState.STORED);

        assertThat(order("1").retries()).isLessThanOrEqualTo(1);
        assertThat(strings("SELECT url FROM batch_page WHERE error IS NULL")).hasSize(2);
    }

    @Test
    void lostResponseOfTheRetryCall_isNoticedAfterTheJobHasEnded() throws Exception {
        loseDeliveries();
        batches.order("1", urls("about.html", "stations/saltmarsh.html"));
        sweepUntil("1", OrderState.RETRY_DUE);
        String jobId = order("1").jobId();
        local.faults().add(Fault.of(Fault.Kind.RESET_AFTER, 1).on("/v1/jobs/" + jobId + "/retry"));
        batches.sweep();
        reader.waitForJob(jobId);
        assertThat(order("1").state()).isEqualTo(OrderState.RETRY_DUE);

        batches.sweep();
        batches.sweep();

        assertThat(order("1").state()).isEqualTo(OrderState.STORED);
        assertThat(order("1").retries()).isEqualTo(1);
    }

    @Test
    void pagesThatFailAgain_leaveTheOrderIncomplete() throws Exception {
        local.site().failNext("/stations/saltmarsh.html", 100);
        batches.order("1", urls("about.html", "stations/saltmarsh.html"));

        sweepUntil("1", OrderState.INCOMPLETE);

        assertThat(order("1").retries()).isEqualTo(1);
        assertThat(order("1").detail()).isEqualTo("failed pages: 1");
        assertThat(batches.deadLetters()).isEmpty();
        assertThat(strings("SELECT url FROM batch_page WHERE error IS NOT NULL"))
                .isEqualTo(urls("stations/saltmarsh.html"));
    }

    @Test
    void jobThatFailsAsAWhole_isNotASuccess() throws Exception {
        local.faults().add(Fault.of(Fault.Kind.FAIL_JOB, 1));
        batches.orderCrawl("1", local.siteUrl());

        sweepUntil("1", OrderState.JOB_FAILED);

        assertThat(order("1").detail()).isNotBlank();
        assertThat(strings("SELECT url FROM batch_page")).isNotEmpty().hasSizeLessThan(17);
        assertThat(batches.deadLetters()).extracting(Order::state).containsExactly(OrderState.JOB_FAILED);
    }

    @Test
    void cancelledJob_isFoundByTheSweep() throws Exception {
        local.faults().add(Fault.of(Fault.Kind.SLOW_PAGE, 600_000).on("/about.html"));
        batches.order("1", urls("about.html"));
        reader.cancelJob(order("1").jobId());

        sweepUntil("1", OrderState.JOB_CANCELLED);

        assertThat(batches.deadLetters()).extracting(Order::id).containsExactly("1");
    }

    @Test
    void ordersThatAreOpenForTooLong_expire() throws Exception {
        loseDeliveries();
        batches.order("broken", urls("about.html"));
        String broken = "/v1/jobs/" + order("broken").jobId();
        local.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 1000).on(broken));
        local.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 1).on("/v1/read"));
        batches.order("new", urls("faq.html"));

        clock.advance(Duration.ofHours(24).plusMillis(1));
        batches.sweep();

        assertThat(strings("SELECT order_id || ' is ' || detail FROM batch_order WHERE state = 'EXPIRED' ORDER BY 1"))
                .containsExactly("broken is still SUBMITTED", "new is still NEW");
        // a request after 24 hours could create a second job
        assertThat(order("new").jobId()).isNull();
        assertThat(batches.deadLetters()).hasSize(2);
    }

    @Test
    void ordersOf24Hours_areStillWorkedOn() throws Exception {
        local.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 1).on("/v1/read"));
        batches.order("1", urls("about.html"));

        clock.advance(Duration.ofHours(24));

        sweepUntil("1", OrderState.STORED);
    }

    @Test
    void deadLetter_canBeQueuedAgain() throws Exception {
        local.faults().add(Fault.of(Fault.Kind.FAIL_JOB, 1));
        batches.orderCrawl("1", local.siteUrl());
        sweepUntil("1", OrderState.JOB_FAILED);
        String failed = order("1").jobId();

        assertThat(batches.requeue("1")).isTrue();
        assertThat(batches.requeue("1")).isFalse();
        batches.sweep();
        await("1", OrderState.RETRY_DUE);

        assertThat(order("1").jobId()).isNotEqualTo(failed);
        assertThat(strings("SELECT url FROM batch_page")).hasSize(17);
    }

    @Test
    void sweepsOfTwoProcesses_doNotDisturbEachOther() throws Exception {
        loseDeliveries();
        for (int i = 0; i < 6; i++) {
            batches.order("order-" + i, urls("about.html", "faq.html"));
        }
        CyclicBarrier start = new CyclicBarrier(2);
        FutureTask<Void> other = new FutureTask<>(() -> sweepAfter(start));
        new Thread(other).start();
        sweepAfter(start);
        other.get();
        for (int i = 0; i < 6; i++) {
            sweepUntil("order-" + i, OrderState.STORED);
        }

        assertThat(strings("SELECT url FROM batch_page")).hasSize(12);
    }

    private Void sweepAfter(CyclicBarrier start) throws Exception {
        start.await();
        batches.sweep();
        return null;
    }

    @Test
    void invalidOrder_isRefusedAtOnceAndNotStored() throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> batches.order("1", List.of("ftp://example.com")));
        assertThatIllegalArgumentException().isThrownBy(() -> batches.order("2", List.of()));

        assertThat(strings("SELECT order_id FROM batch_order")).isEmpty();
    }

    private Order order(String id) throws SQLException {
        return batches.find(id).orElseThrow();
    }

    private void await(String id, OrderState state) throws SQLException {
        while (order(id).state() != state) {
            pause(id);
        }
    }

    private void sweepUntil(String id, OrderState state) throws SQLException {
        while (order(id).state() != state) {
            batches.sweep();
            pause(id);
        }
    }

    private void pause(String id) throws SQLException {
        LockSupport.parkNanos(POLL_INTERVAL_NANOS);
        if (Thread.interrupted()) {
            throw new AssertionError("after the time-out the order is " + order(id));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> strings(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static final class SettableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
