package dev.reader.client.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Objects;

/** The table of {@link JdbcDeliveryLog}, in SQL that PostgreSQL, H2 and SQLite accept. */
final class DeliveryTable {
    private static final String DDL = "/META-INF/dev.reader.client/delivery-log.sql";
    // Detects most duplicates without a primary key violation, which the database would log as an error.
    private static final String INSERT = "INSERT INTO reader_webhook_delivery (delivery_id, recorded_at)"
            + " SELECT CAST(? AS VARCHAR(255)), CAST(? AS BIGINT)"
            + " WHERE NOT EXISTS (SELECT 1 FROM reader_webhook_delivery WHERE delivery_id = ?)";
    private static final String FIND = "SELECT 1 FROM reader_webhook_delivery WHERE delivery_id = ?";
    private static final String DELETE = "DELETE FROM reader_webhook_delivery WHERE recorded_at < ?";

    private DeliveryTable() {}

    static String ddl() {
        try (InputStream resource = DeliveryTable.class.getResourceAsStream(DDL)) {
            return new String(Objects.requireNonNull(resource, DDL).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("can't read " + DDL + " from the jar", e);
        }
    }

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : ddl().replaceAll("(?m)^--.*$", "").split(";", -1)) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
        }
    }

    static boolean insert(Connection connection, String deliveryId, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, deliveryId);
            statement.setLong(2, now.getEpochSecond());
            statement.setString(3, deliveryId);
            return statement.executeUpdate() == 1;
        }
    }

    static boolean contains(Connection connection, String deliveryId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, deliveryId);
            return statement.executeQuery().next();
        }
    }

    static int deleteRecordedBefore(Connection connection, Instant time) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setLong(1, time.getEpochSecond());
            return statement.executeUpdate();
        }
    }
}
