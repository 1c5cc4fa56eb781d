package dev.reader.client.webhook;

import static dev.reader.client.webhook.Deliveries.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Uses two pools, like two processes that share a database. */
@Timeout(300)
@ExtendWith(PostgresExtension.class)
class ConcurrentDeliveriesOnPostgresTest {
    private final PostgresServer server;

    ConcurrentDeliveriesOnPostgresTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void freshTables() throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS reader_webhook_delivery");
            statement.execute("DROP TABLE IF EXISTS concurrent_effect");
            statement.execute("CREATE TABLE concurrent_effect (delivery TEXT NOT NULL)");
            JdbcDeliveryLog.createTable(connection);
        }
    }

    @Test
    void twoPools_200DeliveriesWith50Ids_run50Effects() throws Exception {
        try (HikariDataSource one = pool();
                HikariDataSource other = pool()) {
            TransactionHandler handler = (connection, event) -> effect(connection, event.deliveryId());

            List<Integer> answers =
                    ConcurrentDeliveriesTest.deliver(List.of(receiver(one, handler), receiver(other, handler)));

            assertThat(answers).containsOnly(200);
        }
        assertThat(effects()).hasSize(ConcurrentDeliveriesTest.IDS).doesNotHaveDuplicates();
    }

    @Test
    void twoPools_failedEffects_runAgainUntilTheySucceedOnce() throws Exception {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        try (HikariDataSource one = pool();
                HikariDataSource other = pool()) {
            TransactionHandler handler = (connection, event) -> {
                effect(connection, event.deliveryId());
                if (failed.add(event.deliveryId())) {
                    throw new IllegalStateException("the first attempt of " + event.deliveryId());
                }
            };

            List<Integer> answers =
                    ConcurrentDeliveriesTest.deliver(List.of(receiver(one, handler), receiver(other, handler)));

            assertThat(answers).filteredOn(answer -> answer == 500).hasSize(ConcurrentDeliveriesTest.IDS);
            assertThat(answers).filteredOn(answer -> answer == 200).hasSize(150);
        }
        assertThat(effects()).hasSize(ConcurrentDeliveriesTest.IDS).doesNotHaveDuplicates();
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url());
        config.setMaximumPoolSize(16);
        config.setConnectionTimeout(60_000);
        return new HikariDataSource(config);
    }

    private static WebhookReceiver receiver(DataSource pool, TransactionHandler handler) {
        return WebhookReceiver.builder(VERIFIER).build(pool, handler);
    }

    private static void effect(Connection connection, String delivery) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO concurrent_effect VALUES (?)")) {
            insert.setString(1, delivery);
            insert.execute();
        }
    }

    private List<String> effects() throws SQLException {
        List<String> effects = new ArrayList<>();
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT delivery FROM concurrent_effect")) {
            while (rows.next()) {
                effects.add(rows.getString(1));
            }
        }
        return effects;
    }
}
