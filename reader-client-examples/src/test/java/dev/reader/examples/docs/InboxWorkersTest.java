package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import dev.reader.client.webhook.InboxDelivery.State;
import dev.reader.client.webhook.WebhookEvent;
import dev.reader.client.webhook.WebhookInbox;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookSigner;
import dev.reader.client.webhook.WebhookVerifier;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs two schedulers, as two processes do, on one inbox. */
@Timeout(300)
@ExtendWith(PostgresExtension.class)
class InboxWorkersTest {
    private static final String SECRET = "whsec_0123456789abcdef";
    private static final int DELIVERIES = 40;

    private final PostgresServer server;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    InboxWorkersTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void freshTables() throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("scheduled_tasks", "finished", "reader_webhook_inbox")) {
                statement.execute("DROP TABLE IF EXISTS " + table);
            }
            statement.execute("""
                    CREATE TABLE scheduled_tasks (
                        task_name TEXT NOT NULL,
                        task_instance TEXT NOT NULL,
                        task_data BYTEA,
                        execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
                        picked BOOLEAN NOT NULL,
                        picked_by TEXT,
                        last_success TIMESTAMP WITH TIME ZONE,
                        last_failure TIMESTAMP WITH TIME ZONE,
                        consecutive_failures INTEGER,
                        last_heartbeat TIMESTAMP WITH TIME ZONE,
                        version BIGINT NOT NULL,
                        priority SMALLINT,
                        PRIMARY KEY (task_name, task_instance)
                    )""");
            statement.execute("CREATE TABLE finished (delivery TEXT NOT NULL)");
        }
    }

    @Test
    void twoSchedulers_handleEachDeliveryOnce_andRepeatFailures() throws Exception {
        try (HikariDataSource one = pool();
                HikariDataSource other = pool()) {
            inbox(one).createTable();
            WebhookReceiver receiver =
                    WebhookReceiver.builder(WebhookVerifier.of(SECRET)).build(inbox(one));
            Scheduler first = InboxWorkers.start(one, inbox(one), this::handle, 2);
            Scheduler second = InboxWorkers.start(other, inbox(other), this::handle, 2);
            try {
                byte[] body = "{\"jobId\":\"job_1\"}".getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < DELIVERIES; i++) {
                    Map<String, String> headers =
                            WebhookSigner.headers(SECRET, Instant.now(), "job.completed", "d-" + i, body);
                    assertThat(receiver.receive(headers::get, body)).isEqualTo(200);
                }
                while (inbox(one).list(State.HANDLED, DELIVERIES).size() < DELIVERIES) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            } finally {
                first.stop();
                second.stop();
            }
            assertThat(inbox(one).list(State.HANDLED, DELIVERIES))
                    .allSatisfy(delivery -> assertThat(delivery.attempts()).isEqualTo(2));
        }
        assertThat(finished()).hasSize(DELIVERIES).doesNotHaveDuplicates();
    }

    private void handle(Connection connection, WebhookEvent event) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO finished VALUES (?)")) {
            insert.setString(1, event.deliveryId());
            insert.executeUpdate();
        }
        if (failed.add(event.deliveryId())) {
            throw new IllegalStateException("the first attempt fails");
        }
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url());
        config.setMaximumPoolSize(6);
        return new HikariDataSource(config);
    }

    private static WebhookInbox inbox(DataSource dataSource) {
        return WebhookInbox.builder(dataSource)
                .retryDelay(Duration.ofMillis(10), Duration.ofMillis(10))
                .build();
    }

    private List<String> finished() throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT delivery FROM finished")) {
            List<String> deliveries = new ArrayList<>();
            while (rows.next()) {
                deliveries.add(rows.getString(1));
            }
            return deliveries;
        }
    }
}
