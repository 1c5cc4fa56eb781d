package dev.reader.examples.docs;

import dev.reader.client.ReaderClient;
import dev.reader.client.model.Format;
import dev.reader.client.run.BatchRun;
import dev.reader.client.run.JdbcRunLedger;
import dev.reader.client.run.RunPage;
import dev.reader.client.run.RunReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The code of docs/large-runs.md. */
final class LargeRuns {
    private static final Logger log = LoggerFactory.getLogger(LargeRuns.class);

    private LargeRuns() {}

    static RunReport run(ReaderClient reader, DataSource dataSource) {
        RunReport report = reader.batchRun("catalogue-2026-11")
                .urls(Path.of("urls.txt"))
                .request(batch -> batch.formats(Format.MARKDOWN))
                .ledger(new JdbcRunLedger(dataSource))
                .creditLimit(10_000)
                .onPage((page, connection) -> save(connection, page))
                .build()
                .execute();
        return report;
    }

    static void onlyWhatChanged(ReaderClient reader, DataSource dataSource) {
        reader.batchRun("catalogue-2026-12")
                .urls(Path.of("urls.txt"))
                .ledger(new JdbcRunLedger(dataSource))
                .comparedWith("catalogue-2026-11")
                .onlyChanged()
                .onPage((page, connection) -> update(connection, page))
                .build()
                .execute()
                .gone()
                .forEach(url -> log.info("gone: {}", url));
    }

    static DataSource sqlite(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(60_000);
        SQLiteDataSource database = new SQLiteDataSource(config);
        database.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return database;
    }

    /** Something that distributes tasks. */
    interface Engine {
        void submit(Runnable task);

        void awaitAll();
    }

    static void distribute(BatchRun run, Engine engine) {
        run.plan();
        List<Integer> shards = run.pendingShards();
        while (!shards.isEmpty()) {
            shards.forEach(shard -> engine.submit(() -> run.processShard(shard)));
            engine.awaitAll();
            shards = run.pendingShards();
        }
    }

    private static void save(Connection connection, RunPage page) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO page VALUES (?, ?, ?)")) {
            insert.setString(1, page.key());
            insert.setString(2, page.url());
            insert.setString(3, page.page().markdown());
            insert.executeUpdate();
        }
    }

    private static void update(Connection connection, RunPage page) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE page SET markdown = ? WHERE url = ?")) {
            update.setString(1, page.page().markdown());
            update.setString(2, page.url());
            if (update.executeUpdate() == 0) {
                save(connection, page);
            }
        }
    }
}
