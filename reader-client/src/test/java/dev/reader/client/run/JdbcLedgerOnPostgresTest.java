package dev.reader.client.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.ReaderException;
import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class JdbcLedgerOnPostgresTest extends LeasedLedgerContract {
    private static PostgresServer server;

    @BeforeAll
    static void server(PostgresServer postgres) {
        server = postgres;
    }

    @Override
    DataSource dataSource() {
        return server.dataSource();
    }

    @Test
    void abortedTransactionOfTheHandler_isNoticed() throws SQLException {
        plan("a", 1);
        assertThatThrownBy(() -> ledger.inShard("a", 0, transaction -> {
                    try (Statement statement = transaction.connection().createStatement()) {
                        statement.execute("INSERT INTO nonsense VALUES (1)");
                    } catch (SQLException e) {
                        // A handler must not do this: PostgreSQL would roll back at the commit, without an error.
                    }
                    transaction.note(new PartNotes(List.of(new PartNotes.Stored(hash(1), hash(1))), List.of(), 0, 0));
                    return 0;
                }))
                .isInstanceOf(ReaderException.class);
        assertThat(ledger.totals("a").stored()).isZero();
    }
}
