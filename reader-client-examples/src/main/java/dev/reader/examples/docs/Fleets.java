package dev.reader.examples.docs;

import dev.reader.client.RateLimiter;
import dev.reader.client.ReaderClient;
import dev.reader.client.run.BatchRun;
import dev.reader.client.run.JdbcRunLedger;
import dev.reader.client.run.RunPage;
import dev.reader.client.run.RunReport;
import dev.reader.client.run.ShardStatus;
import dev.reader.examples.fleet.BatchFleet;
import dev.reader.examples.fleet.FleetSettings;
import dev.reader.examples.fleet.SharedRateLimit;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** The code of docs/fleet.md. */
final class Fleets {
    private Fleets() {}

    static RunReport process(DataSource dataSource, String apiKey, String process)
            throws SQLException, InterruptedException {
        BatchFleet.createTables(dataSource);
        RateLimiter limiter = SharedRateLimit.of(dataSource, 1, 60, Duration.ofMinutes(1));
        ReaderClient reader =
                ReaderClient.builder().apiKey(apiKey).rateLimiter(limiter).build();
        FleetSettings settings = FleetSettings.of(10);
        try (BatchFleet fleet = BatchFleet.start(
                reader,
                dataSource,
                "catalogue-2026-11",
                process,
                settings,
                run -> run.urls(Path.of("urls.txt")).onPage((page, connection) -> save(connection, page)))) {
            return fleet.awaitEnd();
        }
    }

    static ShardStatus anotherEngine(ReaderClient reader, DataSource dataSource, int shard) {
        BatchRun run = reader.batchRun("catalogue-2026-11")
                .ledger(new JdbcRunLedger(dataSource).withJobSlots(10, Duration.ofSeconds(30)))
                .onPage((page, connection) -> save(connection, page))
                .build();
        return run.processShard(shard);
    }

    private static void save(Connection connection, RunPage page) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO page VALUES (?, ?)")) {
            insert.setString(1, page.key());
            insert.setString(2, page.page().markdown());
            insert.executeUpdate();
        }
    }
}
