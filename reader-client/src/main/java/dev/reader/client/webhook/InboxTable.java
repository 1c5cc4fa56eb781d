package dev.reader.client.webhook;

import dev.reader.client.internal.json.Json;
import dev.reader.client.webhook.InboxDelivery.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of a {@link WebhookInbox}, in SQL that PostgreSQL, H2, MariaDB and MySQL accept. */
final class InboxTable {
    static final SqlScript SCRIPT = new SqlScript("inbox", "reader_webhook_inbox");
    private static final int STORE_TIMEOUT_SECONDS = 5;
    private static final String THIS_ATTEMPT =
            " WHERE namespace = ? AND delivery_key = ? AND state = 'PENDING' AND attempts = ?";

    private final String name;
    private final String namespace;

    /** A claimed attempt at a delivery. */
    record Attempt(String key, int number, WebhookEvent event) {}

    InboxTable(String name, String namespace) {
        this.name = name;
        this.namespace = namespace;
    }

    String name() {
        return name;
    }

    boolean contains(Connection connection, String key) throws SQLException {
        try (PreparedStatement find =
                connection.prepareStatement("SELECT 1 FROM " + name + " WHERE namespace = ? AND delivery_key = ?")) {
            setKey(find, 1, key);
            try (ResultSet row = find.executeQuery()) {
                return row.next();
            }
        }
    }

    void insert(Connection connection, String key, WebhookEvent event, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + name
                + " (namespace, delivery_key, state, event, delivery_id, sent_at, payload, attempts, received_at, due_at)"
                + " VALUES (?, ?, 'PENDING', ?, ?, ?, ?, 0, ?, ?)")) {
            insert.setQueryTimeout(STORE_TIMEOUT_SECONDS);
            setKey(insert, 1, key);
            insert.setString(3, event.type());
            insert.setString(4, event.deliveryId());
            Instant sent = event.timestamp();
            if (sent == null) {
                insert.setNull(5, Types.BIGINT);
            } else {
                insert.setLong(5, sent.toEpochMilli());
            }
            insert.setBytes(6, Json.write(event.payload()));
            insert.setLong(7, now.toEpochMilli());
            insert.setLong(8, now.toEpochMilli());
            insert.executeUpdate();
        }
    }

    /** Locks the delivery that has been due for longest, unless another transaction works on it, and reads it. */
    @Nullable
    Attempt lockNextDue(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(
                "SELECT delivery_key, attempts, event, delivery_id, sent_at, payload FROM " + name
                        + " WHERE namespace = ? AND state = 'PENDING' AND due_at <= ?"
                        + " ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED")) {
            find.setString(1, namespace);
            find.setLong(2, now.toEpochMilli());
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? new Attempt(row.getString(1), row.getInt(2) + 1, event(row)) : null;
            }
        }
    }

    private static WebhookEvent event(ResultSet row) throws SQLException {
        long sent = row.getLong(5);
        Instant timestamp = row.wasNull() ? null : Instant.ofEpochMilli(sent);
        return WebhookParser.event(new WebhookDelivery(
                row.getString(3), row.getString(4), timestamp, WebhookParser.read(row.getBytes(6))));
    }

    /** Counts an attempt and schedules the next one, in case that this process does not survive the attempt. */
    void startAttempt(Connection connection, Attempt attempt, Instant nextDue) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + name + " SET attempts = ?, due_at = ? WHERE namespace = ? AND delivery_key = ?")) {
            update.setInt(1, attempt.number());
            update.setLong(2, nextDue.toEpochMilli());
            setKey(update, 3, attempt.key());
            update.executeUpdate();
        }
    }

    /** Locks the delivery for an attempt. Returns false if a later attempt has started or the delivery is not pending. */
    boolean lock(Connection connection, Attempt attempt) throws SQLException {
        try (PreparedStatement find =
                connection.prepareStatement("SELECT 1 FROM " + name + THIS_ATTEMPT + " FOR UPDATE")) {
            setKey(find, 1, attempt.key());
            find.setInt(3, attempt.number());
            try (ResultSet row = find.executeQuery()) {
                return row.next();
            }
        }
    }

    void setHandled(Connection connection, Attempt attempt) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + name + " SET state = 'HANDLED', payload = NULL" + THIS_ATTEMPT)) {
            setKey(update, 1, attempt.key());
            update.setInt(3, attempt.number());
            if (update.executeUpdate() != 1) {
                throw new SQLException("delivery " + attempt.key() + " is no longer locked by this transaction");
            }
        }
    }

    void setFailed(Connection connection, Attempt attempt, State state, Instant nextDue, String error)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + name + " SET state = ?, due_at = ?, last_error = ?" + THIS_ATTEMPT)) {
            update.setString(1, state.name());
            update.setLong(2, nextDue.toEpochMilli());
            update.setString(3, error);
            setKey(update, 4, attempt.key());
            update.setInt(6, attempt.number());
            update.executeUpdate();
        }
    }

    List<InboxDelivery> list(Connection connection, State state, int limit) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(
                "SELECT delivery_key, event, delivery_id, attempts, received_at, due_at, last_error FROM " + name
                        + " WHERE namespace = ? AND state = ? ORDER BY received_at, delivery_key LIMIT ?")) {
            find.setString(1, namespace);
            find.setString(2, state.name());
            find.setInt(3, limit);
            List<InboxDelivery> deliveries = new ArrayList<>();
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    deliveries.add(new InboxDelivery(
                            row.getString(1),
                            state,
                            row.getString(2),
                            row.getString(3),
                            row.getInt(4),
                            Instant.ofEpochMilli(row.getLong(5)),
                            Instant.ofEpochMilli(row.getLong(6)),
                            row.getString(7)));
                }
            }
            return deliveries;
        }
    }

    int requeue(Connection connection, String key, Instant now) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + name + " SET state = 'PENDING', attempts = 0, due_at = ?"
                        + " WHERE namespace = ? AND delivery_key = ? AND state = 'DEAD'")) {
            update.setLong(1, now.toEpochMilli());
            setKey(update, 2, key);
            return update.executeUpdate();
        }
    }

    int forgetHandledBefore(Connection connection, Instant time) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM " + name + " WHERE namespace = ? AND state = 'HANDLED' AND received_at < ?")) {
            delete.setString(1, namespace);
            delete.setLong(2, time.toEpochMilli());
            return delete.executeUpdate();
        }
    }

    private void setKey(PreparedStatement statement, int index, String key) throws SQLException {
        statement.setString(index, namespace);
        statement.setString(index + 1, key);
    }
}
