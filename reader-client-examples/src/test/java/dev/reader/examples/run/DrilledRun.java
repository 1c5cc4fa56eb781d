package dev.reader.examples.run;

import dev.reader.client.ReaderClient;
import dev.reader.client.run.JdbcRunLedger;
import dev.reader.client.run.RunPage;
import dev.reader.client.run.RunReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Executes a run whose pages go to the ledger's database, for a test that kills it. */
final class DrilledRun {
    private DrilledRun() {}

    /**
     * Executes a run.
     *
     * @param arguments the file of URLs and the URL of the database; the environment has the key and the base URL
     */
    public static void main(String[] arguments) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[1]);
        try (ReaderClient reader = ReaderClient.fromEnvironment()) {
            RunReport report = reader.batchRun("drill")
                    .urls(Path.of(arguments[0]))
                    .ledger(new JdbcRunLedger(database))
                    .shardSize(500)
                    .onPage((page, connection) -> save(page, connection))
                    .build()
                    .execute();
            System.out.println(report);
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
