package dev.reader.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reader.client.ReaderClient;
import dev.reader.client.run.RunOutcome;
import dev.reader.client.run.RunPage;
import dev.reader.client.run.RunReport;
import dev.reader.examples.local.LocalReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs fleets on H2, in one process. KilledFleetTest runs one on PostgreSQL, in many. */
@Timeout(600)
class BatchFleetTest {
    private static final FleetSettings SETTINGS =
            new FleetSettings(3, 2, Duration.ofSeconds(30), Duration.ofMillis(50));

    private static ReaderClient client(LocalReader local) {
        return ReaderClient.builder()
                .baseUrl(local.baseUrl())
                .apiKey(local.apiKey())
                .build();
    }

    private static BatchFleet start(LocalReader local, JdbcConnectionPool database, String process, List<String> urls) {
        return BatchFleet.start(
                client(local),
                database,
                "test",
                process,
                SETTINGS,
                run -> run.urls(urls).shardSize(7).maxRetries(1).onPage((page, connection) -> save(page, connection)));
    }

    private static void save(RunPage page, Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO page VALUES (?)")) {
            insert.setString(1, page.url());
            insert.executeUpdate();
        }
    }

    private static long query(JdbcConnectionPool database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static JdbcConnectionPool database(String name) throws SQLException {
        JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
        BatchFleet.createTables(database);
        BatchFleet.createTables(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE page (url VARCHAR NOT NULL)");
        }
        return database;
    }

    @Test
    void twoMembers_storeEachPageOnce_andRetryFailedUrls() throws Exception {
        JdbcConnectionPool database = database("two-members");
        try (LocalReader local = LocalReader.builder().withoutChromium().start()) {
            List<String> urls = IntStream.range(0, 50)
                    .mapToObj(i -> local.siteUrl() + (i % 10 == 0 ? "missing/" : "?page=") + i)
                    .toList();
            try (BatchFleet first = start(local, database, "first", urls);
                    BatchFleet second = start(local, database, "second", urls)) {
                RunReport report = first.awaitEnd();
                assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
                assertThat(report.urls()).isEqualTo(50);
                assertThat(report.stored() + report.failedCount()).isEqualTo(50);
                assertThat(second.awaitEnd().stored()).isEqualTo(report.stored());
                assertThat(query(database, "SELECT COUNT(*) FROM page")).isEqualTo(report.stored());
                assertThat(query(database, "SELECT COUNT(DISTINCT url) FROM page"))
                        .isEqualTo(report.stored());
                assertThat(query(database, "SELECT COUNT(*) FROM scheduled_tasks"))
                        .isZero();
            }
        } finally {
            database.dispose();
        }
    }

    @Test
    void closedFleet_isResumedByAnother() throws Exception {
        JdbcConnectionPool database = database("resumed");
        try (LocalReader local = LocalReader.builder().withoutChromium().start()) {
            List<String> urls = IntStream.range(0, 20)
                    .mapToObj(i -> local.siteUrl() + "?page=" + i)
                    .toList();
            start(local, database, "first", urls).close();
            try (BatchFleet second = start(local, database, "second", urls)) {
                assertThat(second.awaitEnd().stored()).isEqualTo(20);
            }
            assertThat(query(database, "SELECT COUNT(DISTINCT url) FROM page")).isEqualTo(20);
            try (ReaderClient reader = client(local)) {
                assertThat(reader.getCredits().used()).isEqualTo(20);
            }
        } finally {
            database.dispose();
        }
    }

    @Test
    void badSettings_areRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FleetSettings.of(0))
                .withMessageContaining("jobs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FleetSettings(1, 1, Duration.ofMillis(9), Duration.ofSeconds(1)))
                .withMessageContaining("lease");
    }
}
