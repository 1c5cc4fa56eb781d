package dev.reader.examples;

import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import dev.reader.client.webhook.JdbcDeliveryLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stores crawls, their pages and the processed deliveries in the application's own database.
 *
 * <p>A crawl is recorded before it is requested, under the idempotency key that makes a second request safe. Its pages
 * and the note that they are stored are written in one transaction.
 */
final class CrawlStore {
    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS crawl (
                idempotency_key VARCHAR(255) NOT NULL PRIMARY KEY,
                job_id VARCHAR(255) UNIQUE,
                stored_by VARCHAR(20)
            )""", """
            CREATE TABLE IF NOT EXISTS crawled_page (
                job_id VARCHAR(255) NOT NULL,
                position INTEGER NOT NULL,
                url VARCHAR(2048) NOT NULL,
                title VARCHAR(1000),
                markdown TEXT,
                error TEXT,
                PRIMARY KEY (job_id, position)
            )""");

    /** A stored page. */
    record Row(
            int position,
            String url,
            @Nullable String title,
            int characters,
            @Nullable String error) {}

    private final DataSource dataSource;

    CrawlStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void createTables() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
            JdbcDeliveryLog.createTable(connection);
        }
    }

    void insertCrawl(String idempotencyKey) throws SQLException {
        update("INSERT INTO crawl (idempotency_key) VALUES (?)", idempotencyKey);
    }

    void setJobId(String idempotencyKey, String jobId) throws SQLException {
        update("UPDATE crawl SET job_id = ? WHERE idempotency_key = ?", jobId, idempotencyKey);
    }

    private void update(String sql, String... parameters) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            update(connection, sql, parameters);
        }
    }

    private static int update(Connection connection, String sql, @Nullable String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    /**
     * Marks a job's pages as stored, in the caller's transaction. Returns true if the caller must write the pages. If
     * the webhook and the sweep call this at the same time, the second one waits for the first one's transaction and
     * gets false.
     *
     * @throws IllegalStateException if the job is unknown, for example because its webhook arrived before the response
     *     that contains its id
     */
    static boolean claim(Connection connection, String jobId, String storedBy) throws SQLException {
        if (update(connection, "UPDATE crawl SET stored_by = ? WHERE job_id = ? AND stored_by IS NULL", storedBy, jobId)
                == 1) {
            return true;
        }
        try (PreparedStatement find = connection.prepareStatement("SELECT 1 FROM crawl WHERE job_id = ?")) {
            find.setString(1, jobId);
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("job " + jobId + " is unknown; its id may not be stored yet");
                }
            }
        }
        return false;
    }

    static void insert(Connection connection, String jobId, int position, Page page) throws SQLException {
        PageMetadata metadata = page.metadata();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO crawled_page VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, jobId);
            insert.setInt(2, position);
            insert.setString(3, page.url());
            insert.setString(4, metadata == null ? null : metadata.title());
            insert.setString(5, page.markdown());
            insert.setString(6, page.error());
            insert.executeUpdate();
        }
    }

    /** Returns who stored the job's pages, or null if they are not stored yet. */
    @Nullable
    String storedBy(String jobId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement find = connection.prepareStatement("SELECT stored_by FROM crawl WHERE job_id = ?")) {
            find.setString(1, jobId);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** Returns the jobs whose pages are not stored yet. */
    List<String> pendingJobs() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT job_id FROM crawl WHERE stored_by IS NULL AND job_id IS NOT NULL")) {
            List<String> jobIds = new ArrayList<>();
            while (row.next()) {
                jobIds.add(row.getString(1));
            }
            return jobIds;
        }
    }

    List<Row> pages(String jobId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement find = connection.prepareStatement(
                        "SELECT position, url, title, CHAR_LENGTH(markdown), error FROM crawled_page"
                                + " WHERE job_id = ? ORDER BY position")) {
            find.setString(1, jobId);
            try (ResultSet row = find.executeQuery()) {
                List<Row> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(new Row(
                            row.getInt(1), row.getString(2), row.getString(3), row.getInt(4), row.getString(5)));
                }
                return rows;
            }
        }
    }

    int countDeliveries() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM reader_webhook_delivery")) {
            count.next();
            return count.getInt(1);
        }
    }
}
