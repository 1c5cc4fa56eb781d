package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.ReaderClient;
import dev.reader.client.webhook.JdbcDeliveryLog;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the batch of the guide with failures, and checks the database at the end. */
@Timeout(120)
class ReliableBatchesTest {
    private static final String SECRET = "whsec_0123456789abcdef";
    private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String STATE = "SELECT state || ' after ' || retries || ' retries' FROM batch";

    private final LocalReader local = LocalReader.builder()
            .slowPageDelay(Duration.ZERO)
            .webhookPause(Duration.ofMillis(20))
            .start();
    private final ReaderClient reader = ReaderClient.builder()
            .apiKey(local.apiKey())
            .baseUrl(local.baseUrl())
            .build();
    private final HikariDataSource dataSource = dataSource();
    private HttpServer server;
    private ReliableBatches batches;

    private static HikariDataSource dataSource() {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return new HikariDataSource(pool);
    }

    @BeforeEach
    void start() throws IOException, SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE batch (order_id VARCHAR(50) PRIMARY KEY, job_id VARCHAR(50) UNIQUE,"
                    + " state VARCHAR(20) NOT NULL, retries INTEGER NOT NULL)");
            statement.execute("CREATE TABLE batch_page (order_id VARCHAR(50) NOT NULL, url VARCHAR(500) NOT NULL,"
                    + " markdown TEXT, error TEXT, PRIMARY KEY (order_id, url))");
            JdbcDeliveryLog.createTable(connection);
        }
        ReliableBatches receiving = new ReliableBatches(reader, dataSource, "unused", SECRET);
        server = new ReceivingInHttpServer(receiving.receiver()).start(0);
        String url = "http://localhost:" + server.getAddress().getPort() + "/hooks/reader";
        batches = new ReliableBatches(reader, dataSource, url, SECRET);
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

    @Test
    void webhookStoresSuccessfulPages_andTheSweepRetriesTheOthers() throws Exception {
        batches.order("1", urls("", "about.html", "stations/saltmarsh.html"));

        await(STATE, List.of("STORED after 0 retries"));
        assertThat(strings("SELECT url FROM batch_page WHERE error IS NULL")).hasSize(2);
        batches.sweep();
        await(STATE, List.of("STORED after 1 retries"));

        assertThat(strings("SELECT url FROM batch_page WHERE error IS NULL AND markdown IS NOT NULL"))
                .containsExactlyInAnyOrderElementsOf(urls("", "about.html", "stations/saltmarsh.html"));
        assertThat(strings("SELECT delivery_id FROM reader_webhook_delivery")).hasSize(2);
        batches.sweep();
        assertThat(strings(STATE)).containsExactly("STORED after 1 retries");
    }

    @Test
    void sweepStoresThePagesOfALostDelivery() throws Exception {
        local.faults().add(Fault.of(Fault.Kind.LOSE_DELIVERY, 1));
        batches.order("1", urls("", "about.html"));

        while (!strings(STATE).contains("STORED after 0 retries")) {
            batches.sweep();
            LockSupport.parkNanos(POLL_INTERVAL_NANOS);
        }

        assertThat(strings("SELECT url FROM batch_page WHERE markdown IS NOT NULL"))
                .containsExactlyInAnyOrderElementsOf(urls("", "about.html"));
        assertThat(strings("SELECT delivery_id FROM reader_webhook_delivery")).isEmpty();
    }

    @Test
    void crashBeforeTheJobIdIsStoredCreatesNoSecondJob() throws Exception {
        batches.order("1", urls("about.html"));
        await(STATE, List.of("STORED after 0 retries"));
        String jobId = strings("SELECT job_id FROM batch").get(0);
        execute("UPDATE batch SET job_id = NULL, state = 'NEW'");

        batches.sweep();
        batches.sweep();

        assertThat(strings("SELECT job_id FROM batch")).containsExactly(jobId);
        await(STATE, List.of("STORED after 0 retries"));
    }

    private void await(String query, List<String> expected) throws SQLException {
        while (!strings(query).equals(expected)) {
            LockSupport.parkNanos(POLL_INTERVAL_NANOS);
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
}
