package dev.reader.examples.desk.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts of the whole cluster. */
public final class Counters {
    public static final String RECEIVED = "deliveries.received";
    public static final String REFUSED = "deliveries.refused";
    public static final String DUPLICATE = "deliveries.duplicate";

    private record Counter(String name, long total) {}

    private Counters() {}

    public static void add(Connection connection, String name, long number) throws SQLException {
        Sql.update(connection, "UPDATE desk_counter SET total = total + ? WHERE name = ?", number, name);
    }

    public static Map<String, Long> all(Connection connection) throws SQLException {
        return Sql.list(
                        connection,
                        row -> new Counter(row.getString(1), row.getLong(2)),
                        "SELECT name, total FROM desk_counter")
                .stream()
                .collect(Collectors.toMap(Counter::name, Counter::total));
    }
}
