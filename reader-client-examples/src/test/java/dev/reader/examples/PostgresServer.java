package dev.reader.examples;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server of the tests' own, from Debian's package, on a free port and in a temporary directory. */
public final class PostgresServer implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";
    private static final int PORTS_TRIED = 5;

    private final Path programs;
    private final Path directory;
    private final int port;

    private PostgresServer(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /** The directory of the newest PostgreSQL that Debian's packages installed, if there is one. */
    public static Optional<Path> installed() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server; one that need not be durable is faster. */
    public static PostgresServer start(Path programs, boolean durable) throws IOException {
        Path directory = Files.createTempDirectory("reader-postgres");
        if (isRoot()) {
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        }
        run(directory, programs, "initdb", "-D", directory + "/data", "-U", USER, "-A", "trust", "-E", "UTF8", "-N");
        for (int attempt = 1; ; attempt++) {
            PostgresServer server = new PostgresServer(programs, directory, freePort());
            try {
                server.control("start", "-l", directory + "/server.log", "-o", server.options(durable));
                return server;
            } catch (IOException e) {
                if (attempt == PORTS_TRIED) {
                    throw e;
                }
            }
        }
    }

    private String options(boolean durable) {
        return "-p " + port + " -k " + directory + " -c listen_addresses=127.0.0.1 -c max_connections=60"
                + (durable ? "" : " -c fsync=off -c synchronous_commit=off");
    }

    /** Connections without a pool. */
    public DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        return dataSource;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER;
    }

    /** What the server has logged so far. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("server.log"));
    }

    @Override
    public void close() throws IOException {
        control("stop", "-m", "immediate");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void control(String command, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("pg_ctl", command, "-w", "-D", directory + "/data"));
        all.addAll(List.of(arguments));
        run(directory, programs, all.toArray(String[]::new));
    }

    private static void run(Path directory, Path programs, String... command) throws IOException {
        List<String> line = new ArrayList<>(isRoot() ? List.of("runuser", "-u", USER, "--") : List.of());
        line.add(programs.resolve(command[0]).toString());
        line.addAll(List.of(command).subList(1, command.length));
        Path output = Files.createTempFile("reader-postgres", ".out");
        try {
            Process process = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = waitFor(process);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(line + " failed: " + Files.readString(output));
            }
        } finally {
            Files.delete(output);
        }
    }

    private static boolean waitFor(Process process) throws IOException {
        try {
            return process.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while PostgreSQL works").initCause(e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
