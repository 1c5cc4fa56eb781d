package dev.reader.examples.batch;

import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of orders, their URLs and their pages, in the application's own database. */
final class OrderStore {
    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS batch_order (
                order_id VARCHAR(100) NOT NULL PRIMARY KEY,
                crawl BOOLEAN NOT NULL,
                idempotency_key VARCHAR(255) NOT NULL,
                job_id VARCHAR(255) UNIQUE,
                state VARCHAR(20) NOT NULL,
                detail TEXT,
                retries INTEGER NOT NULL,
                stored_by VARCHAR(20),
                created_at BIGINT NOT NULL
            )""", """
            CREATE TABLE IF NOT EXISTS batch_url (
                order_id VARCHAR(100) NOT NULL,
                position INTEGER NOT NULL,
                url TEXT NOT NULL,
                PRIMARY KEY (order_id, position)
            )""", """
            CREATE TABLE IF NOT EXISTS batch_page (
                order_id VARCHAR(100) NOT NULL,
                position INTEGER NOT NULL,
                url TEXT NOT NULL,
                title TEXT,
                markdown TEXT,
                error TEXT,
                PRIMARY KEY (order_id, position)
            )""");
    private static final String SELECT = "SELECT order_id, crawl, idempotency_key, job_id, state, detail, retries,"
            + " stored_by, created_at FROM batch_order ";
    private static final String OPEN = quoted(OrderState.open());
    private static final String DEAD_LETTERS = quoted(OrderState.deadLetters());

    private OrderStore() {}

    private static String quoted(List<OrderState> states) {
        return states.stream().map(state -> "'" + state + "'").collect(Collectors.joining(", ", "(", ")"));
    }

    static void createTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        }
    }

    static void insert(
            Connection connection, String orderId, boolean crawl, List<String> urls, String idempotencyKey, Instant now)
            throws SQLException {
        update(
                connection,
                "INSERT INTO batch_order (order_id, crawl, idempotency_key, state, retries, created_at)"
                        + " VALUES (?, ?, ?, 'NEW', 0, ?)",
                orderId,
                crawl,
                idempotencyKey,
                now.toEpochMilli());
        int position = 0;
        for (String url : urls) {
            update(connection, "INSERT INTO batch_url VALUES (?, ?, ?)", orderId, ++position, url);
        }
    }

    static List<String> urls(Connection connection, String orderId) throws SQLException {
        return strings(connection, "SELECT url FROM batch_url WHERE order_id = ? ORDER BY position", orderId);
    }

    static List<String> openOrderIds(Connection connection) throws SQLException {
        return strings(connection, "SELECT order_id FROM batch_order WHERE state IN " + OPEN + " ORDER BY created_at");
    }

    static List<Order> deadLetters(Connection connection) throws SQLException {
        return orders(connection, SELECT + "WHERE state IN " + DEAD_LETTERS + " ORDER BY created_at");
    }

    static Optional<Order> find(Connection connection, String orderId) throws SQLException {
        return orders(connection, SELECT + "WHERE order_id = ?", orderId).stream()
                .findFirst();
    }

    /** Locks an open order until the transaction ends; returns none if another process works on it or has closed it. */
    static Optional<Order> lockOpen(Connection connection, String orderId) throws SQLException {
        String sql = SELECT + "WHERE order_id = ? AND state IN " + OPEN + " FOR UPDATE SKIP LOCKED";
        return orders(connection, sql, orderId).stream().findFirst();
    }

    /** Locks the order of a job until the transaction ends, after waiting for another process that works on it. */
    static Optional<Order> lockByJob(Connection connection, String jobId) throws SQLException {
        return orders(connection, SELECT + "WHERE job_id = ? FOR UPDATE", jobId).stream()
                .findFirst();
    }

    static void setSubmitted(Connection connection, Order order, String jobId) throws SQLException {
        update(
                connection,
                "UPDATE batch_order SET job_id = ?, state = 'SUBMITTED' WHERE order_id = ?",
                jobId,
                order.id());
    }

    static void setRetried(Connection connection, Order order) throws SQLException {
        update(
                connection,
                "UPDATE batch_order SET state = 'SUBMITTED', retries = retries + 1 WHERE order_id = ?",
                order.id());
    }

    static void setState(Connection connection, Order order, OrderState state, @Nullable String detail)
            throws SQLException {
        update(
                connection,
                "UPDATE batch_order SET state = ?, detail = ? WHERE order_id = ?",
                state.name(),
                detail,
                order.id());
    }

    /** Replaces the order's pages, so that storing them twice does no harm. */
    static void replacePages(Connection connection, Order order, List<Page> pages, String storedBy)
            throws SQLException {
        update(connection, "UPDATE batch_order SET stored_by = ? WHERE order_id = ?", storedBy, order.id());
        update(connection, "DELETE FROM batch_page WHERE order_id = ?", order.id());
        int position = 0;
        for (Page page : pages) {
            PageMetadata metadata = page.metadata();
            update(
                    connection,
                    "INSERT INTO batch_page VALUES (?, ?, ?, ?, ?, ?)",
                    order.id(),
                    ++position,
                    page.url(),
                    metadata == null ? null : metadata.title(),
                    page.markdown(),
                    page.error());
        }
    }

    static int expire(Connection connection, Instant createdBefore) throws SQLException {
        return update(
                connection,
                "UPDATE batch_order SET detail = 'still ' || state, state = 'EXPIRED' WHERE state IN " + OPEN
                        + " AND created_at < ?",
                createdBefore.toEpochMilli());
    }

    static boolean requeue(Connection connection, String orderId, String idempotencyKey, Instant now)
            throws SQLException {
        return update(
                        connection,
                        "UPDATE batch_order SET state = 'NEW', idempotency_key = ?, job_id = NULL, detail = NULL,"
                                + " retries = 0, created_at = ? WHERE order_id = ? AND state IN " + DEAD_LETTERS,
                        idempotencyKey,
                        now.toEpochMilli(),
                        orderId)
                == 1;
    }

    private static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    private static List<String> strings(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }

    private static List<Order> orders(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            List<Order> orders = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    orders.add(new Order(
                            row.getString(1),
                            row.getBoolean(2),
                            row.getString(3),
                            row.getString(4),
                            OrderState.valueOf(row.getString(5)),
                            row.getString(6),
                            row.getInt(7),
                            row.getString(8),
                            Instant.ofEpochMilli(row.getLong(9))));
                }
            }
            return orders;
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
