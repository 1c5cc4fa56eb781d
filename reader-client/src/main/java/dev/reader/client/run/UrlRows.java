package dev.reader.client.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of the tables reader_run_url and reader_run_failure. */
final class UrlRows {
    private static final int CHUNK = 1000;

    private UrlRows() {}

    static Set<Hash128> planned(Connection connection, String runId, Collection<Hash128> urls) throws SQLException {
        return new HashSet<>(Sql.queryIn(
                connection,
                "SELECT url_hash FROM reader_run_url WHERE run_id = ? AND url_hash IN (??)",
                row -> Hash128.ofBytes(row.getBytes(1)),
                runId,
                urls));
    }

    static Map<Hash128, UrlState> states(Connection connection, String runId, Collection<Hash128> urls)
            throws SQLException {
        Map<Hash128, UrlState> states = new HashMap<>();
        Sql.queryIn(
                connection,
                "SELECT url_hash, content_hash, failed_round FROM reader_run_url WHERE run_id = ? AND url_hash IN (??)",
                row -> states.put(
                        Hash128.ofBytes(row.getBytes(1)), new UrlState(Sql.hash(row.getBytes(2)), row.getInt(3))),
                runId,
                urls);
        return states;
    }

    static void insert(Connection connection, String runId, List<Hash128> urls) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO reader_run_url VALUES (?, ?, NULL, -1)")) {
            for (Hash128 url : urls) {
                Sql.bind(statement, runId, url);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static void note(Connection connection, String runId, PartNotes notes) throws SQLException {
        if (!notes.stored().isEmpty()) {
            stored(connection, runId, notes.stored());
        }
        if (!notes.failures().isEmpty()) {
            fail(connection, runId, notes.failures());
        }
    }

    private static void stored(Connection connection, String runId, List<PartNotes.Stored> pages) throws SQLException {
        try (PreparedStatement note = connection.prepareStatement(
                        "UPDATE reader_run_url SET content_hash = ? WHERE run_id = ? AND url_hash = ?");
                PreparedStatement forget = connection.prepareStatement(
                        "DELETE FROM reader_run_failure WHERE run_id = ? AND url_hash = ?")) {
            for (PartNotes.Stored page : pages) {
                Sql.bind(note, page.content(), runId, page.url());
                note.addBatch();
                Sql.bind(forget, runId, page.url());
                forget.addBatch();
            }
            note.executeBatch();
            forget.executeBatch();
        }
    }

    static void fail(Connection connection, String runId, List<UrlFailure> failures) throws SQLException {
        try (PreparedStatement mark = connection.prepareStatement(
                        "UPDATE reader_run_url SET failed_round = ? WHERE run_id = ? AND url_hash = ?");
                PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM reader_run_failure WHERE run_id = ? AND url_hash = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO reader_run_failure VALUES (?, ?, ?, ?, ?, ?)")) {
            for (UrlFailure failure : failures) {
                Sql.bind(mark, failure.round(), runId, failure.hash());
                mark.addBatch();
                Sql.bind(delete, runId, failure.hash());
                delete.addBatch();
                Sql.bind(
                        insert,
                        runId,
                        failure.hash(),
                        Sql.text(failure.url()),
                        Sql.text(failure.reason()),
                        failure.round(),
                        failure.retryable());
                insert.addBatch();
            }
            mark.executeBatch();
            delete.executeBatch();
            insert.executeBatch();
        }
    }

    static List<UrlFailure> failures(Connection connection, String runId, @Nullable Hash128 after) throws SQLException {
        return Sql.query(
                connection,
                "SELECT url_hash, url, reason, round_no, retryable FROM reader_run_failure WHERE run_id = ?"
                        + " AND url_hash > ? ORDER BY url_hash LIMIT " + CHUNK,
                UrlRows::failure,
                runId,
                after == null ? new byte[0] : after);
    }

    /** The failures that the next round retries. */
    static List<UrlFailure> retryable(
            Connection connection, String runId, int round, @Nullable Hash128 after, int limit) throws SQLException {
        return Sql.query(
                connection,
                "SELECT url_hash, url, reason, round_no, retryable FROM reader_run_failure WHERE run_id = ?"
                        + " AND round_no = ? AND retryable AND url_hash > ? ORDER BY url_hash LIMIT " + limit,
                UrlRows::failure,
                runId,
                round,
                after == null ? new byte[0] : after);
    }

    private static UrlFailure failure(ResultSet row) throws SQLException {
        return new UrlFailure(
                Objects.requireNonNull(Sql.hash(row.getBytes(1))),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getBoolean(5));
    }
}
