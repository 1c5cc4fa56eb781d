package dev.reader.client.webhook;

import dev.reader.client.internal.Checks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SQL script that creates a table of this package, under the table's name. */
final class SqlScript {
    private static final Pattern TABLE_NAME =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,49}\\.)?[A-Za-z_][A-Za-z0-9_]{0,39}");
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_.-]{0,50}");
    private static final int MAX_ATTEMPTS = 10;

    private final String resource;
    private final String defaultTable;

    /** Creates a script from {@code <resource>.sql} and {@code <resource>-mysql.sql}. */
    SqlScript(String resource, String defaultTable) {
        this.resource = resource;
        this.defaultTable = defaultTable;
    }

    /** Requires a plain table name, because it becomes part of SQL commands, with room for the suffix of an index. */
    static String checkTableName(String name) {
        if (!TABLE_NAME.matcher(Checks.notBlank("name", name)).matches()) {
            throw new IllegalArgumentException(
                    "name must be a table of at most 40 ASCII letters, digits and underscores,"
                            + " with or without schema, that does not begin with a digit, but is \"" + name + "\"");
        }
        return name;
    }

    static String checkNamespace(String namespace) {
        if (!NAMESPACE.matcher(Checks.notNull("namespace", namespace)).matches()) {
            throw new IllegalArgumentException(
                    "namespace must have at most 50 ASCII letters, digits and the characters _ . -, but is \""
                            + namespace + "\"");
        }
        return namespace;
    }

    /** Returns the script in standard SQL. */
    String text(String table) {
        return text("", table);
    }

    private String text(String variant, String table) {
        String path = "/META-INF/dev.reader.client/" + resource + variant + ".sql";
        try (InputStream script = SqlScript.class.getResourceAsStream(path)) {
            String sql = new String(Objects.requireNonNull(script, path).readAllBytes(), StandardCharsets.UTF_8);
            // an index is created in the schema of its table, and its name must not name the schema
            String index = table.substring(table.indexOf('.') + 1) + "_";
            return sql.replace(defaultTable + "_", index).replaceAll(defaultTable + "\\b", table);
        } catch (IOException e) {
            throw new IllegalStateException("can't read " + path + " from the jar", e);
        }
    }

    /** Creates the table if it does not exist, also while other processes do the same. */
    void run(Connection connection, String table) throws SQLException {
        String variant = SqlDialect.isMySql(connection) ? "-mysql" : "";
        for (String command : text(variant, table).replaceAll("(?m)^--.*$", "").split(";", -1)) {
            if (!command.isBlank()) {
                create(connection, command);
            }
        }
    }

    /**
     * Repeats the command when another transaction has created the same object: {@code IF NOT EXISTS} does not prevent this
     * failure on PostgreSQL. The failure comes after the end of the other transaction, so a repetition finds the object.
     */
    private static void create(Connection connection, String command) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            Savepoint before = savepoint(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute(command);
                if (before != null) {
                    connection.releaseSavepoint(before);
                }
                return;
            } catch (SQLException e) {
                if (before != null) {
                    Jdbc.undo(e, () -> connection.rollback(before));
                    Jdbc.undo(e, () -> connection.releaseSavepoint(before));
                }
                if (attempt == MAX_ATTEMPTS || !SqlDialect.isCreatedByOther(e)) {
                    throw e;
                }
            }
        }
    }

    /** Only PostgreSQL needs one; MariaDB and H2 commit before each command that creates an object. */
    private static @Nullable Savepoint savepoint(Connection connection) throws SQLException {
        return !connection.getAutoCommit() && SqlDialect.isPostgres(connection) ? connection.setSavepoint() : null;
    }
}
