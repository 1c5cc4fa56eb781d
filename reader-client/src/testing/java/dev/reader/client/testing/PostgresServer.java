package dev.reader.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL server for tests, on a free port and in a temporary directory that its programs are unpacked into. The
 * programs come from the class path, so PostgreSQL need not be installed.
 */
public final class PostgresServer implements AutoCloseable {
    /** PostgreSQL refuses to run as root; a root user runs it as nobody. */
    private static final List<String> UNPRIVILEGED =
            System.getProperty("user.name").equals("root") ? List.of("runuser", "-u", "nobody", "--") : List.of();

    private static final String SUPERUSER = "postgres";
    private static final int PORTS_TRIED = 5;

    private final Path directory;
    private final int port;

    private PostgresServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /**
     * Checks that this machine has what the server needs.
     *
     * @throws IOException if something is missing; its message says what
     */
    public static void checkAvailable() throws IOException {
        programs();
        run(Path.of("."), Redirect.PIPE, "tar", "--version");
    }

    /** The archive of the programs for this machine. */
    private static URL programs() throws IOException {
        String os = System.getProperty("os.name").replaceFirst("Mac OS X", "darwin");
        String processor = System.getProperty("os.arch");
        String archive = "/postgres-" + os.toLowerCase(Locale.ROOT) + "-"
                + Map.of("amd64", "x86_64", "aarch64", "arm_64").getOrDefault(processor, processor)
                + (Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "") + ".txz";
        URL url = PostgresServer.class.getResource(archive);
        if (url == null) {
            throw new IOException("the class path has no " + archive);
        }
        return url;
    }

    /** Starts a server; one that need not be durable is faster. */
    public static PostgresServer start(boolean durable) throws IOException {
        Path directory = Files.createTempDirectory("reader-postgres");
        if (!UNPRIVILEGED.isEmpty()) {
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
        unpack(directory);
        run(
                directory,
                Redirect.PIPE,
                directory + "/bin/initdb",
                "-D",
                directory + "/data",
                "-U",
                SUPERUSER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-locale",
                "-N");
        for (int attempt = 1; ; attempt++) {
            PostgresServer server = new PostgresServer(directory, freePort());
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

    private static void unpack(Path directory) throws IOException {
        Path archive = directory.resolve("programs.tar");
        try (InputStream programs = new XZInputStream(programs().openStream())) {
            Files.copy(programs, archive);
        }
        run(directory, Redirect.from(archive.toFile()), "tar", "-x");
        Files.delete(archive);
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
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + SUPERUSER;
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
        List<String> all =
                new ArrayList<>(List.of(directory + "/bin/pg_ctl", command, "-w", "-D", directory + "/data"));
        all.addAll(List.of(arguments));
        run(directory, Redirect.PIPE, all.toArray(String[]::new));
    }

    private static void run(Path directory, Redirect input, String... command) throws IOException {
        List<String> line = new ArrayList<>(UNPRIVILEGED);
        line.addAll(List.of(command));
        Path output = Files.createTempFile("reader-postgres", ".out");
        try {
            Process process = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectInput(input)
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
