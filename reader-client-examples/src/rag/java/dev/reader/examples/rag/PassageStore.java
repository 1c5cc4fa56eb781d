package dev.reader.examples.rag;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the passages of pages and their vectors in a file, and finds the nearest ones. Not thread-safe. */
final class PassageStore implements AutoCloseable {
    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS page (
                url VARCHAR(4000) NOT NULL PRIMARY KEY,
                title VARCHAR(1000),
                version VARCHAR(64) NOT NULL
            )""", """
            CREATE TABLE IF NOT EXISTS passage (
                url VARCHAR(4000) NOT NULL REFERENCES page ON DELETE CASCADE,
                position INTEGER NOT NULL,
                content TEXT NOT NULL,
                vector VARBINARY NOT NULL,
                PRIMARY KEY (url, position)
            )""");

    /** A passage and its similarity to the question, 1 at most. */
    record Match(String url, @Nullable String title, String text, double similarity) {}

    private final Connection connection;

    private PassageStore(Connection connection) {
        this.connection = connection;
    }

    /** Opens the store in a file, and creates it if it does not exist. */
    static PassageStore open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new PassageStore(connection);
    }

    /** Returns the version of a page that is stored, or null. */
    @Nullable
    String version(String url) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement("SELECT version FROM page WHERE url = ?")) {
            find.setString(1, url);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** Replaces a page and its passages in one transaction. */
    void replace(
            String url, @Nullable String title, String version, List<TextSegment> passages, List<Embedding> vectors)
            throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement page = connection.prepareStatement("INSERT INTO page VALUES (?, ?, ?)");
                PreparedStatement passage = connection.prepareStatement("INSERT INTO passage VALUES (?, ?, ?, ?)")) {
            remove(url);
            page.setString(1, url);
            page.setString(2, title);
            page.setString(3, version);
            page.executeUpdate();
            for (int i = 0; i < passages.size(); i++) {
                passage.setString(1, url);
                passage.setInt(2, i);
                passage.setString(3, passages.get(i).text());
                passage.setBytes(4, bytes(vectors.get(i)));
                passage.addBatch();
            }
            passage.executeBatch();
            connection.commit();
        } finally {
            // undoes what a failure left behind, and nothing after the commit
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    void remove(String url) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM page WHERE url = ?")) {
            delete.setString(1, url);
            delete.executeUpdate();
        }
    }

    Set<String> urls() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT url FROM page")) {
            Set<String> urls = new HashSet<>();
            while (row.next()) {
                urls.add(row.getString(1));
            }
            return urls;
        }
    }

    /** Returns the passages that are most similar to a vector, best first. Reads every vector of the store. */
    List<Match> nearest(Embedding question, int limit) throws SQLException {
        Comparator<Match> bySimilarity = Comparator.comparingDouble(Match::similarity);
        PriorityQueue<Match> best = new PriorityQueue<>(bySimilarity);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT page.url, title, content, vector FROM passage JOIN page ON page.url = passage.url")) {
            while (row.next()) {
                double similarity = CosineSimilarity.between(question, embedding(row.getBytes(4)));
                best.add(new Match(row.getString(1), row.getString(2), row.getString(3), similarity));
                if (best.size() > limit) {
                    best.remove();
                }
            }
        }
        return best.stream().sorted(bySimilarity.reversed()).toList();
    }

    private static byte[] bytes(Embedding embedding) {
        ByteBuffer bytes = ByteBuffer.allocate(embedding.dimension() * Float.BYTES);
        bytes.asFloatBuffer().put(embedding.vector());
        return bytes.array();
    }

    private static Embedding embedding(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
        return Embedding.from(vector);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
