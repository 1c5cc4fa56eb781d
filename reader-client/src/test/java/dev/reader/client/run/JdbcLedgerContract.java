package dev.reader.client.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.ReaderException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that a ledger must pass on every database. */
abstract class JdbcLedgerContract extends LedgerContract {
    abstract DataSource dataSource();

    @Override
    LedgerStore store() {
        return new JdbcStore(dataSource());
    }

    @BeforeEach
    void noTables() throws SQLException {
        execute("DROP TABLE IF EXISTS reader_run");
        execute("DROP TABLE IF EXISTS reader_run_shard");
        execute("DROP TABLE IF EXISTS reader_run_url");
        execute("DROP TABLE IF EXISTS reader_run_failure");
        execute("DROP TABLE IF EXISTS effect");
        execute("CREATE TABLE effect (page_key VARCHAR(64) NOT NULL)");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    int count(String table) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    static PartNotes stored(int url) {
        return new PartNotes(List.of(new PartNotes.Stored(hash(url), hash(url))), List.of(), 0, 0);
    }

    static void effect(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO effect VALUES ('k')");
        }
    }

    @Test
    void effectAndNote_commitTogether() throws SQLException {
        plan("a", 1);
        ledger.inShard("a", 0, transaction -> {
            effect(transaction.connection());
            transaction.note(stored(1));
            return 0;
        });
        assertThat(count("effect")).isEqualTo(1);
        assertThat(ledger.totals("a").stored()).isEqualTo(1);
    }

    @Test
    void failureAfterTheEffect_rollsBothBack() throws SQLException {
        plan("a", 1);
        assertThatThrownBy(() -> ledger.inShard("a", 0, transaction -> {
                    effect(transaction.connection());
                    transaction.note(stored(1));
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(count("effect")).isZero();
        assertThat(ledger.totals("a").stored()).isZero();
    }

    @Test
    void sqlErrorThatTheHandlerCatches_commitsBothOrNothing() throws SQLException {
        plan("a", 1);
        boolean committed = true;
        try {
            ledger.inShard("a", 0, transaction -> {
                effect(transaction.connection());
                try (Statement statement = transaction.connection().createStatement()) {
                    statement.execute("INSERT INTO nonsense VALUES (1)");
                } catch (SQLException e) {
                    // A handler must not do this.
                }
                transaction.note(stored(1));
                return 0;
            });
        } catch (ReaderException e) {
            committed = false;
        }
        assertThat(count("effect")).isEqualTo(committed ? 1 : 0);
        assertThat(ledger.totals("a").stored()).isEqualTo(committed ? 1 : 0);
    }

    @Test
    void tables_areCreatedByManyProcessesAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> creations = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                creations.add(() -> {
                    try (Connection connection = dataSource().getConnection()) {
                        JdbcRunLedger.createTables(connection);
                    }
                    return 0;
                });
            }
            for (Future<Integer> creation : threads.invokeAll(creations)) {
                assertThat(creation.get()).isZero();
            }
        } finally {
            threads.shutdown();
        }
        plan("a", 1);
        assertThat(count("reader_run_url")).isEqualTo(10);
    }

    @Test
    void creditLimit_isKeptByManyProcessesAtOnce() throws Exception {
        plan("a", 16);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        int begun = 0;
        try {
            List<Callable<Boolean>> sendings = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                int shard = i;
                sendings.add(() -> ledger.beginSending("a", shard, "key", NOW, 10, 55L));
            }
            for (Future<Boolean> sending : threads.invokeAll(sendings)) {
                begun += sending.get() ? 1 : 0;
            }
        } finally {
            threads.shutdown();
        }
        assertThat(begun).isEqualTo(5);
        assertThat(ledger.find("a").reserved()).isEqualTo(50);
    }

    @Test
    void otherSchemaVersion_isRejected() throws SQLException {
        plan("a", 1);
        execute("UPDATE reader_run SET schema_version = 2");
        assertThatThrownBy(() -> ledger.find("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 2");
    }
}
