package dev.reader.client.run;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class JdbcLedgerOnSqliteTest extends JdbcLedgerContract {
    @TempDir
    static Path directory;

    @Override
    DataSource dataSource() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(20_000);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("runs.db"));
        return dataSource;
    }

    @Test
    void jobSlots_areRefused() {
        plan("a", 1);
        JobLeases leases = new JobLeases(((JdbcStore) ledger).transactions(), 2, Duration.ofHours(1));

        assertThatIllegalStateException()
                .isThrownBy(() -> leases.take("a", 0))
                .withMessage("SQLite can't lease job slots; use PostgreSQL or H2 for the ledger");
    }
}
