package dev.reader.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Runs the example as its users do, and checks the database afterwards. */
@Timeout(300)
class ReceiveTest {
    private static final String SHORT_PAUSE = "--webhook-pause=20";
    private static final String LATE_SWEEP = "--sweep-after=60000";
    private static final String EARLY_SWEEP = "--sweep-after=1000";

    private final StringWriter out = new StringWriter();
    private final String h2 = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

    private String receive(String... args) {
        int code = new CommandLine(new Receive()).setOut(new PrintWriter(out)).execute(args);
        assertThat(code).isZero();
        return out.toString();
    }

    @Test
    void storesEveryPageWhenTheWebhookArrives() throws SQLException {
        assertThat(receive(h2, LATE_SWEEP)).contains("stored by the webhook").doesNotContain("sweep");

        assertPagesAreStoredOnce(h2, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--delivery-id-per-attempt=true", "--delivery-id-per-attempt=false"})
    void storesEveryPageOnceAfterTwoHandlerFailures(String option) throws SQLException {
        String printed = receive(h2, LATE_SWEEP, SHORT_PAUSE, "--fail-first=2", option);

        assertThat(printed).contains("stored by the webhook").doesNotContain("sweep");
        assertThat(printed.split("The handler fails deliberately", -1)).hasSize(3);
        assertPagesAreStoredOnce(h2, 1);
    }

    @Test
    void sweepStoresThePagesOfALostDelivery() throws SQLException {
        String printed = receive(h2, EARLY_SWEEP, "--lose-delivery");

        assertThat(printed).contains("stored by the sweep").doesNotContain("Received a delivery");
        assertPagesAreStoredOnce(h2, 0);
    }

    @Test
    void sweepStoresThePagesAfterEveryAttemptFailed() throws SQLException {
        String printed = receive(h2, "--sweep-after=3000", SHORT_PAUSE, "--fail-first=3");

        assertThat(printed).contains("The handler fails deliberately", "stored by the sweep");
        // an attempt that arrives after the sweep succeeds, and its delivery is recorded
        assertThat(countDeliveries(h2)).isLessThanOrEqualTo(1);
        assertPagesAreStoredOnce(h2);
    }

    @Test
    void runsAsAProgram(@TempDir Path folder) {
        Program.Result result =
                new Program(Receive.class, folder).run(Map.of(), SHORT_PAUSE, LATE_SWEEP, "--fail-first=1");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("stored by the webhook", "Stored pages: 17. State of the order: RETRY_DUE.");
    }

    @Test
    void explainsWrongUsage() {
        StringWriter err = new StringWriter();
        int code = new CommandLine(new Receive()).setErr(new PrintWriter(err)).execute("--fail-first=often");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--fail-first", "often");
    }

    @Nested
    @ExtendWith(PostgresExtension.class)
    class OnPostgres {
        @Test
        void storesEveryPageOnceAfterTwoHandlerFailures(PostgresServer server) throws SQLException {
            clear(server.url());

            String printed = receive(server.url(), LATE_SWEEP, SHORT_PAUSE, "--fail-first=2");

            assertThat(printed.split("The handler fails deliberately", -1)).hasSize(3);
            assertThat(printed).contains("stored by the webhook");
            assertPagesAreStoredOnce(server.url(), 1);
        }

        @Test
        void sweepStoresThePagesOfALostDelivery(PostgresServer server) throws SQLException {
            clear(server.url());

            assertThat(receive(server.url(), EARLY_SWEEP, "--lose-delivery")).contains("stored by the sweep");

            assertPagesAreStoredOnce(server.url(), 0);
        }

        private void clear(String url) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                for (String table : List.of("batch_order", "batch_url", "batch_page", "reader_webhook_delivery")) {
                    statement.execute("DROP TABLE IF EXISTS " + table);
                }
            }
        }
    }

    private static void assertPagesAreStoredOnce(String database, int deliveries) throws SQLException {
        assertThat(countDeliveries(database)).isEqualTo(deliveries);
        assertPagesAreStoredOnce(database);
    }

    private static int countDeliveries(String database) throws SQLException {
        return column(database, "SELECT delivery_id FROM reader_webhook_delivery")
                .size();
    }

    private static void assertPagesAreStoredOnce(String database) throws SQLException {
        assertThat(column(database, "SELECT position FROM batch_page ORDER BY position"))
                .hasSize(17)
                .doesNotHaveDuplicates();
        assertThat(column(database, "SELECT url FROM batch_page")).doesNotHaveDuplicates();
        assertThat(column(database, "SELECT error FROM batch_page WHERE error IS NOT NULL"))
                .hasSize(2);
        assertThat(column(database, "SELECT job_id FROM batch_order WHERE stored_by IS NOT NULL"))
                .hasSize(1);
    }

    private static List<String> column(String database, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
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
