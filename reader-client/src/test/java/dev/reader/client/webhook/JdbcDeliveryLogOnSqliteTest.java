package dev.reader.client.webhook;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class JdbcDeliveryLogOnSqliteTest extends JdbcDeliveryLogContract {
    @TempDir
    private Path directory;

    @Override
    DataSource dataSource() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(20_000);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("deliveries.db"));
        return dataSource;
    }

    /** SQLite refuses one of two transactions that both read before they write. */
    @Override
    boolean createsInTransactions() {
        return false;
    }
}
