package dev.reader.examples.desk.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs statements. */
final class Sql {
    private Sql() {}

    interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    static int update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    static <T> List<T> list(Connection connection, Mapper<T> mapper, String sql, @Nullable Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments);
                ResultSet row = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(mapper.map(row));
            }
            return rows;
        }
    }

    static <T> Optional<T> first(Connection connection, Mapper<T> mapper, String sql, @Nullable Object... arguments)
            throws SQLException {
        return list(connection, mapper, sql, arguments).stream().findFirst();
    }

    static long number(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        return first(connection, row -> row.getLong(1), sql, arguments).orElse(0L);
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (argument instanceof Instant instant) {
                statement.setLong(i + 1, instant.toEpochMilli());
            } else if (argument instanceof Enum<?> value) {
                statement.setString(i + 1, value.name());
            } else {
                statement.setObject(i + 1, argument);
            }
        }
        return statement;
    }

    static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Long longValue(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }
}
