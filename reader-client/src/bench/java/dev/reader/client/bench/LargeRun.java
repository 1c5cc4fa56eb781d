package dev.reader.client.bench;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.ReaderClient;
import dev.reader.client.run.JdbcRunLedger;
import dev.reader.client.run.RunLedger;
import dev.reader.client.run.RunReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Reads a million URLs, or as many as the system property {@code urls} says, from a server of canned answers in a heap of 128
 * MB, with the ledger in SQLite, H2 and in memory.
 */
public final class LargeRun {
    private static final int URLS = Integer.getInteger("urls", 1_000_000);
    private static final int SHARD_SIZE = 1000;
    private static final List<String> LEDGERS = List.of("sqlite", "h2", "memory");
    private static final double REQUESTS_PER_MINUTE = 1000;

    private LargeRun() {}

    /** Measures the ledgers that match a regular expression, or all, each in a process of its own. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 2 && arguments[0].equals("client")) {
            execute(arguments[1], arguments[2]);
            return;
        }
        Pattern selected = Pattern.compile(arguments.length > 0 ? arguments[0] : ".*");
        for (String ledger :
                LEDGERS.stream().filter(selected.asMatchPredicate()).toList()) {
            try (CannedBatches server = new CannedBatches(SHARD_SIZE)) {
                Process client = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx128m",
                                "-Durls=" + URLS,
                                "-cp",
                                System.getProperty("java.class.path"),
                                LargeRun.class.getName(),
                                "client",
                                server.url(),
                                ledger)
                        .inheritIO()
                        .start();
                if (client.waitFor() != 0) {
                    throw new IllegalStateException("the client failed");
                }
                System.out.printf(
                        "%s: %d requests, %.2f for each 100 pages%n",
                        ledger, server.requests(), 100.0 * server.requests() / URLS);
            }
        }
    }

    private static void execute(String url, String kind) throws IOException {
        Path directory = Files.createTempDirectory("large-run");
        RunLedger ledger = switch (kind) {
            case "sqlite" -> new JdbcRunLedger(sqlite(directory));
            case "h2" ->
                new JdbcRunLedger(JdbcConnectionPool.create(
                        "jdbc:h2:file:" + directory.resolve("run") + ";CACHE_SIZE=8192", "sa", ""));
            case "memory" -> RunLedger.inMemory();
            default -> throw new IllegalArgumentException("ledger must be sqlite, h2 or memory, but is " + kind);
        };
        Iterable<String> urls = () ->
                IntStream.range(0, URLS).mapToObj(i -> CannedBatches.URL + i).iterator();
        long start = System.nanoTime();
        try (ReaderClient reader =
                ReaderClient.builder().apiKey("rdr_bench").baseUrl(url).build()) {
            var run = reader.batchRun("bench").urls(urls).ledger(ledger).build();
            run.plan();
            Duration planned = Duration.ofNanos(System.nanoTime() - start);
            RunReport report = run.execute();
            Duration total = Duration.ofNanos(System.nanoTime() - start);
            print(kind, report, planned, total);
        } finally {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    System.out.printf("%s: %s has %d MB%n", kind, file.getFileName(), Files.size(file) >> 20);
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private static DataSource sqlite(Path directory) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        SQLiteDataSource database = new SQLiteDataSource(config);
        database.setUrl("jdbc:sqlite:" + directory.resolve("run.db"));
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(database);
        return new HikariDataSource(pool);
    }

    private static void print(String kind, RunReport report, Duration planned, Duration total) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Duration processor = Duration.ofNanos(system.getProcessCpuTime());
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        double throttled = (12.0 * URLS / SHARD_SIZE) / REQUESTS_PER_MINUTE * 60;
        System.out.printf(
                "%s: %d pages stored, planned in %d s, total %d s, %.0f pages a second%n",
                kind,
                report.stored(),
                planned.toSeconds(),
                total.toSeconds(),
                report.stored() / Math.max(1.0, total.toMillis() / 1000.0));
        System.out.printf(
                "%s: peak of the heap %d MB, processor time %d s, %.1f %% of a run at 1,000 requests a minute%n",
                kind, peak >> 20, processor.toSeconds(), 100 * processor.toMillis() / 1000.0 / throttled);
    }
}
