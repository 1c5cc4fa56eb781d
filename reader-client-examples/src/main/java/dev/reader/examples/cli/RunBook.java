package dev.reader.examples.cli;

import dev.reader.client.run.JdbcRunLedger;
import dev.reader.client.run.RunLedger;
import dev.reader.examples.FileErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The file that holds the ledger of all runs of a user, and what each run was started with. An SQLite database: whatever is
 * killed at whatever moment, it holds what was committed.
 *
 * <p>A connection stays open as long as the book, because SQLite cleans up whenever the last one is closed.
 */
final class RunBook implements AutoCloseable {
    private static final int BUSY_MILLIS = 60_000;

    private final Path file;
    private final SQLiteDataSource dataSource;
    private final Connection connection;

    /**
     * The arguments with which a run was started.
     *
     * @param fingerprint tells whether the input has changed; null if that can't be told
     * @param output the folder
     * @param json whether the pages go to a file of JSON Lines; else to one Markdown file each
     * @param changedSince the run that this one is compared with
     * @param planned whether all URLs of the input are in the ledger
     * @param written the length of the file of JSON Lines that belongs to what the ledger holds
     */
    record Entry(
            String name,
            String input,
            @Nullable String fingerprint,
            String output,
            boolean json,
            @Nullable String changedSince,
            boolean planned,
            long written) {}

    private RunBook(Path file, SQLiteDataSource dataSource, Connection connection) {
        this.file = file;
        this.dataSource = dataSource;
        this.connection = connection;
    }

    /** Opens a book, which is created if it does not exist. */
    static RunBook open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            FileErrors.prepareFolder(folder);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            Connection connection = dataSource.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS reader_cli_run (name VARCHAR NOT NULL PRIMARY KEY,"
                        + " input VARCHAR NOT NULL, fingerprint VARCHAR, output VARCHAR NOT NULL, json INTEGER NOT NULL,"
                        + " changed_since VARCHAR, planned INTEGER NOT NULL, written BIGINT NOT NULL)");
            }
            return new RunBook(file, dataSource, connection);
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    RunLedger ledger() {
        return new JdbcRunLedger(dataSource);
    }

    @Nullable
    Entry find(String name) throws IOException {
        return all().stream()
                .filter(entry -> entry.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Returns the entry of a run. */
    Entry require(String name) throws IOException {
        Entry entry = find(name);
        if (entry == null) {
            List<String> names = all().stream().map(Entry::name).toList();
            throw new UsageException("there is no run \"" + name + "\" in " + file
                    + (names.isEmpty() ? "" : "; the runs are " + String.join(", ", names)));
        }
        return entry;
    }

    List<Entry> all() throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, input, fingerprint, output, json, changed_since,"
                        + " planned, written FROM reader_cli_run ORDER BY name")) {
            List<Entry> all = new ArrayList<>();
            while (rows.next()) {
                all.add(new Entry(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getBoolean(5),
                        rows.getString(6),
                        rows.getBoolean(7),
                        rows.getLong(8)));
            }
            return all;
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    /** Enters a run, or enters it anew. */
    void put(Entry entry) throws IOException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT OR REPLACE INTO reader_cli_run VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, entry.name);
            statement.setString(2, entry.input);
            statement.setString(3, entry.fingerprint);
            statement.setString(4, entry.output);
            statement.setBoolean(5, entry.json);
            statement.setString(6, entry.changedSince);
            statement.setBoolean(7, entry.planned);
            statement.setLong(8, entry.written);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    /** Notes how long a run's file is, in the transaction that notes the pages in it. */
    static void written(Connection transaction, String name, long length) throws SQLException {
        try (PreparedStatement statement =
                transaction.prepareStatement("UPDATE reader_cli_run SET written = ? WHERE name = ?")) {
            statement.setLong(1, length);
            statement.setString(2, name);
            statement.executeUpdate();
        }
    }

    /**
     * Reserves a run for this process, until the channel is closed or the process ends.
     *
     * @return null if another process executes the run
     */
    @Nullable
    FileChannel reserve(String name) throws IOException {
        Path lockFile = file.resolveSibling(file.getFileName() + "." + name + ".lock");
        FileChannel channel = FileErrors.on(
                lockFile, () -> FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            return null;
        }
        return channel;
    }

    private static IOException failure(Path file, SQLException cause) {
        return new IOException(file + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }
}
