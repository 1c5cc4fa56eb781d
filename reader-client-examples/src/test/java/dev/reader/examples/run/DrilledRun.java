package dev.reader.examples.run;

import dev.reader.client.ReaderClient;
import dev.reader.client.run.JdbcRunLedger;
import dev.reader.client.run.RunPage;
import dev.reader.client.run.RunReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcConnectionPool;

/** Executes a run whose pages go to the ledger's database, for a test that kills it. */
final class DrilledRun {
    private DrilledRun() {}

    static JdbcConnectionPool database(Path directory) {
        String file = directory.resolve("run").toAbsolutePath().toString();
        return JdbcConnectionPool.create("jdbc:h2:file:" + file + ";CACHE_SIZE=4096", "sa", "");
    }

    /**
     * Carries out a run.
     *
     * @param arguments the base URL, the API key, the file of URLs, and the directory of the database
     */
    public static void main(String[] arguments) {
        JdbcConnectionPool database = database(Path.of(arguments[3]));
        try (ReaderClient reader = ReaderClient.builder()
                .baseUrl(arguments[0])
                .apiKey(arguments[1])
                .build()) {
            RunReport report = reader.batchRun("drill")
                    .urls(Path.of(arguments[2]))
                    .ledger(new JdbcRunLedger(database))
                    .shardSize(500)
                    .maxRetries(1)
                    .onPage((page, connection) -> save(page, connection))
                    .build()
                    .execute();
            System.out.println(report);
        } finally {
            database.dispose();
        }
    }

    private static void save(RunPage page, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO page VALUES (?, ?)")) {
            insert.setString(1, page.key());
            insert.setString(2, page.url());
            insert.executeUpdate();
        }
    }
}
