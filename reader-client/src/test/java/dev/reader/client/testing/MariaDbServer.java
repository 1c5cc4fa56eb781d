package dev.reader.client.testing;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** A private MariaDB server for tests, on a free port and in a temporary directory, run by the programs of the machine. */
public final class MariaDbServer implements AutoCloseable {
    private static final String DAEMON = "mariadbd";
    private static final String INSTALLER = "mariadb-install-db";
    private static final List<Path> FOLDERS = Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
            .map(Path::of)
            .toList();
    private static final long START_LIMIT_SECONDS = 60;

    private final Path directory;
    private final Process process;
    private final int port;

    private MariaDbServer(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /**
     * Checks that the programs are installed.
     *
     * @throws IOException if one is missing
     */
    public static void checkAvailable() throws IOException {
        program(DAEMON);
        program(INSTALLER);
    }

    private static String program(String name) throws IOException {
        for (Path folder : FOLDERS) {
            if (Files.isExecutable(folder.resolve(name))) {
                return folder.resolve(name).toString();
            }
        }
        throw new IOException(name + " is in none of " + FOLDERS);
    }

    public static MariaDbServer start() throws IOException {
        Path directory = Files.createTempDirectory("reader-mariadb");
        String user = System.getProperty("user.name");
        Path output = directory.resolve("server.log");
        Process installer = new ProcessBuilder(
                        program(INSTALLER),
                        "--no-defaults",
                        "--datadir=" + directory.resolve("data"),
                        "--user=" + user,
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await(installer);
        if (installer.exitValue() != 0) {
            throw new IOException(INSTALLER + " failed: " + Files.readString(output));
        }
        int port = freePort();
        Process process = new ProcessBuilder(
                        program(DAEMON),
                        "--no-defaults",
                        "--user=" + user,
                        "--datadir=" + directory.resolve("data"),
                        "--socket=" + directory.resolve("socket"),
                        "--pid-file=" + directory.resolve("pid"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--innodb-flush-log-at-trx-commit=0",
                        "--innodb-buffer-pool-size=32M")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output.toFile()))
                .start();
        MariaDbServer server = new MariaDbServer(directory, process, port);
        server.awaitConnections();
        return server;
    }

    private void awaitConnections() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        while (true) {
            try (Connection connection = dataSource("mysql").getConnection()) {
                connection.createStatement().execute("CREATE DATABASE reader");
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    close();
                    throw new IOException("MariaDB does not start", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    /** Connections without a pool. */
    public DataSource dataSource() {
        return dataSource("reader");
    }

    private DataSource dataSource(String database) {
        try {
            return new MariaDbDataSource("jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        await(process);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void await(Process process) throws IOException {
        try {
            if (!process.waitFor(START_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("a program of MariaDB did not end: " + process.info());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while MariaDB works", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
