package dev.reader.client.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The tables of {@link JdbcRunLedger}, in SQL that PostgreSQL, SQLite and H2 accept. */
final class LedgerSchema {
    static final int VERSION = 1;

    private static final String DDL = "/META-INF/dev.reader.client/run-ledger.sql";
    private static final String PROBE = "SELECT run_id FROM reader_run_failure WHERE 1 = 0";
    /** Processes that create the tables at the same moment make each other fail. */
    private static final int MAX_ATTEMPTS = 10;

    private LedgerSchema() {}

    static String ddl() {
        try (InputStream resource = LedgerSchema.class.getResourceAsStream(DDL)) {
            return new String(Objects.requireNonNull(resource, DDL).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("can't read " + DDL + " from the jar", e);
        }
    }

    static void create(Connection connection) throws SQLException {
        int attempt = 1;
        while (!exists(connection)) {
            try {
                executeAll(connection);
            } catch (SQLException e) {
                if (attempt++ == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void executeAll(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : ddl().replaceAll("(?m)^--.*$", "").split(";", -1)) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
        }
    }

    /** Returns whether the last of the tables exists. A failed statement does no harm in auto-commit mode. */
    private static boolean exists(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(PROBE).close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
