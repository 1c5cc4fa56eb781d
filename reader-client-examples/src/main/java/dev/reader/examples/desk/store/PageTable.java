package dev.reader.examples.desk.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of pages. */
public final class PageTable {
    private static final String COLUMNS =
            "job_id, position, url, desk_page.title, status_code, desk_page.credits, duration_ms, error,"
                    + " thumbnail IS NOT NULL AS has_thumbnail";

    /**
     * A page to store, with its picture.
     *
     * @param keepsPicture true if the picture that is stored at this place remains
     */
    public record NewPage(DeskPage page, byte @Nullable [] thumbnail, boolean keepsPicture) {
        public NewPage(DeskPage page, byte @Nullable [] thumbnail) {
            this(page, thumbnail, false);
        }

        public static NewPage withStoredPicture(DeskPage page) {
            return new NewPage(page, null, true);
        }
    }

    private PageTable() {}

    public static void insert(Connection connection, NewPage added) throws SQLException {
        DeskPage page = added.page();
        Sql.update(
                connection,
                "INSERT INTO desk_page (job_id, position, url, title, status_code, credits, duration_ms, error, markdown,"
                        + " thumbnail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                page.jobId(),
                page.position(),
                page.url(),
                page.title(),
                page.statusCode(),
                page.credits(),
                page.durationMillis(),
                page.error(),
                page.markdown(),
                added.thumbnail());
    }

    /** Replaces all pages of a job. */
    public static void replaceAll(Connection connection, String jobId, List<NewPage> pages) throws SQLException {
        Sql.update(connection, "DELETE FROM desk_page WHERE job_id = ? AND position > ?", jobId, pages.size());
        for (NewPage page : pages) {
            if (!page.keepsPicture() || !update(connection, page.page())) {
                Sql.update(
                        connection,
                        "DELETE FROM desk_page WHERE job_id = ? AND position = ?",
                        jobId,
                        page.page().position());
                insert(connection, page);
            }
        }
    }

    private static boolean update(Connection connection, DeskPage page) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE desk_page SET title = ?, status_code = ?, credits = ?, duration_ms = ?, error = ?, markdown = ?"
                                + " WHERE job_id = ? AND position = ? AND url = ? AND thumbnail IS NOT NULL",
                        page.title(),
                        page.statusCode(),
                        page.credits(),
                        page.durationMillis(),
                        page.error(),
                        page.markdown(),
                        page.jobId(),
                        page.position(),
                        page.url())
                == 1;
    }

    /** Returns the URLs of the pages that have a picture, by position. */
    public static Map<Integer, String> withPicture(Connection connection, String jobId) throws SQLException {
        return Sql.list(
                        connection,
                        row -> Map.entry(row.getInt(1), row.getString(2)),
                        "SELECT position, url FROM desk_page WHERE job_id = ? AND thumbnail IS NOT NULL",
                        jobId)
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Returns pages without their Markdown, in the order of the results. */
    public static List<DeskPage> list(Connection connection, String jobId, int limit, int offset) throws SQLException {
        return Sql.list(
                connection,
                row -> map(row, null),
                "SELECT " + COLUMNS + " FROM desk_page WHERE job_id = ? ORDER BY position LIMIT ? OFFSET ?",
                jobId,
                limit,
                offset);
    }

    /** Returns the failed pages of a job. */
    public static List<DeskPage> failed(Connection connection, String jobId, int limit) throws SQLException {
        return Sql.list(
                connection,
                row -> map(row, null),
                "SELECT " + COLUMNS
                        + " FROM desk_page WHERE job_id = ? AND error IS NOT NULL ORDER BY position LIMIT ?",
                jobId,
                limit);
    }

    public static Optional<DeskPage> find(Connection connection, String jobId, int position) throws SQLException {
        return Sql.first(
                connection,
                row -> map(row, row.getString("markdown")),
                "SELECT " + COLUMNS + ", markdown FROM desk_page WHERE job_id = ? AND position = ?",
                jobId,
                position);
    }

    public static Optional<byte[]> thumbnail(Connection connection, String jobId, int position) throws SQLException {
        return Sql.first(
                connection,
                row -> row.getBytes(1),
                "SELECT thumbnail FROM desk_page WHERE job_id = ? AND position = ? AND thumbnail IS NOT NULL",
                jobId,
                position);
    }

    /** Returns the pages whose title or text contains the words, whatever their case; those of the newest job first. */
    public static List<DeskPage> search(Connection connection, String words, int limit) throws SQLException {
        String escaped = words.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        String pattern = "%" + escaped + "%";
        return Sql.list(
                connection,
                row -> map(row, row.getString("markdown")),
                "SELECT " + COLUMNS + ", markdown FROM desk_page JOIN desk_job ON desk_job.id = job_id"
                        + " WHERE LOWER(desk_page.title) LIKE ? ESCAPE '!' OR LOWER(markdown) LIKE ? ESCAPE '!'"
                        + " ORDER BY desk_job.created_at DESC, job_id, position LIMIT ?",
                pattern,
                pattern,
                limit);
    }

    private static DeskPage map(ResultSet row, @Nullable String markdown) throws SQLException {
        return new DeskPage(
                row.getString("job_id"),
                row.getInt("position"),
                row.getString("url"),
                row.getString("title"),
                Sql.integer(row, "status_code"),
                Sql.integer(row, "credits"),
                Sql.longValue(row, "duration_ms"),
                row.getString("error"),
                markdown,
                row.getBoolean("has_thumbnail"));
    }
}
