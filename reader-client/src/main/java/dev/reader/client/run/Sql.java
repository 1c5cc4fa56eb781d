package dev.reader.client.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short forms of JDBC. */
final class Sql {
    private static final int MAX_IN_LIST = 500;

    private Sql() {}

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Reads the rows of a query with a condition, and excludes other transactions on them until this one ends. SQLite has no
     * row locks: there, an update that changes nothing takes its lock, so that this transaction waits for another one instead
     * of failing at its first write.
     */
    static <T> List<T> lock(
            Connection connection, String select, String table, String where, Row<T> row, Object... keys)
            throws SQLException {
        boolean rowLocks = hasRowLocks(connection);
        if (!rowLocks) {
            update(connection, "UPDATE " + table + " SET run_id = run_id" + where, keys);
        }
        return query(connection, select + where + (rowLocks ? " FOR UPDATE" : ""), row, keys);
    }

    static boolean hasRowLocks(Connection connection) throws SQLException {
        return !connection.getMetaData().getDatabaseProductName().equals("SQLite");
    }

    static int update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            return statement.executeUpdate();
        }
    }

    static <T> List<T> query(Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(row.read(rows));
                }
                return all;
            }
        }
    }

    /** Queries by a list of hashes that replaces {@code ??} in the statement, in parts. */
    static <T> List<T> queryIn(Connection connection, String sql, Row<T> row, String runId, Collection<Hash128> hashes)
            throws SQLException {
        List<Hash128> left = new ArrayList<>(hashes);
        List<T> all = new ArrayList<>();
        for (int from = 0; from < left.size(); from += MAX_IN_LIST) {
            List<Hash128> part = left.subList(from, Math.min(from + MAX_IN_LIST, left.size()));
            String list = "?" + ", ?".repeat(part.size() - 1);
            List<Object> arguments = new ArrayList<>();
            arguments.add(runId);
            part.forEach(hash -> arguments.add(hash.bytes()));
            all.addAll(query(connection, sql.replace("??", list), row, arguments.toArray()));
        }
        return all;
    }

    static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument instanceof Hash128 hash) {
                statement.setBytes(i + 1, hash.bytes());
            } else if (argument instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (argument instanceof Instant instant) {
                statement.setLong(i + 1, instant.toEpochMilli());
            } else if (argument instanceof Enum<?> constant) {
                statement.setString(i + 1, constant.name());
            } else {
                statement.setObject(i + 1, argument);
            }
        }
    }

    static @Nullable Hash128 hash(byte @Nullable [] bytes) {
        return bytes == null ? null : Hash128.ofBytes(bytes);
    }

    /** Returns a text that any database stores: without NUL, and with a visible end if it is very long. */
    static String text(String text) {
        String clean = text.replace('\0', '?');
        return clean.length() <= 100_000 ? clean : clean.substring(0, 100_000) + "…";
    }
}
