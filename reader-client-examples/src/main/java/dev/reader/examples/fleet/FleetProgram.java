package dev.reader.examples.fleet;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.RateLimiter;
import dev.reader.client.ReaderClient;
import dev.reader.client.run.RunPage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One process of a fleet that stores pages in the table {@code page}. Start it as many times as wanted. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reads URLs together with all other processes that have the same database and run."
                + " The API key is in READER_API_KEY, the base URL, if it is another one, in READER_API_URL.")
public final class FleetProgram implements Callable<Integer> {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** H2 replaces the tilde with the user's home folder. */
    private static final String DEFAULT_FILE = "~/.reader-fleet/fleet";

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run; the same id resumes it.")
    private String run = "";

    @Parameters(index = "1", paramLabel = "URLS", description = "File with one URL a line, the same for all processes.")
    private Path urls = Path.of("");

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "JDBC URL: PostgreSQL, or H2 for one process. Default: H2 in " + DEFAULT_FILE + ".mv.db")
    private @Nullable String database;

    @Option(
            names = "--process",
            paramLabel = "NAME",
            description = "Name of this process, different from all others. Default: its process id and the host.")
    private String process =
            ProcessHandle.current().pid() + "@" + System.getenv().getOrDefault("HOSTNAME", "localhost");

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "60",
            description = "Requests in a window, of all processes together. Default: ${DEFAULT-VALUE}")
    private int requests;

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            defaultValue = "PT1M",
            description = "Length of the window on PostgreSQL. Default: ${DEFAULT-VALUE}, as the Reader API counts.")
    private Duration window = MINUTE;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Jobs at the same time, of all processes together. Default: ${DEFAULT-VALUE}")
    private int jobs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Shards at the same time in this process. Default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            defaultValue = "PT30S",
            description = "How long a process may stop before others continue its shards. Default: ${DEFAULT-VALUE}")
    private Duration lease = Duration.ofSeconds(30);

    @Option(
            names = "--poll",
            paramLabel = "DURATION",
            defaultValue = "PT2S",
            description = "How often to look for work. Default: ${DEFAULT-VALUE}")
    private Duration poll = Duration.ofSeconds(2);

    @Option(
            names = "--shard-size",
            paramLabel = "N",
            defaultValue = "1000",
            description = "URLs of a job. Default: ${DEFAULT-VALUE}")
    private int shardSize;

    private FleetProgram() {}

    /** Runs the program. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FleetProgram()).execute(arguments));
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        String url = database;
        if (url == null) {
            System.err.println("The run and its pages are in " + DEFAULT_FILE + ".mv.db");
            url = "jdbc:h2:file:" + DEFAULT_FILE + ";TRACE_LEVEL_FILE=0";
        }
        boolean shared = url.startsWith("jdbc:postgresql:");
        try (HikariDataSource dataSource = dataSource(url, shared)) {
            BatchFleet.createTables(dataSource);
            FleetTables.create(dataSource, List.of("""
                    CREATE TABLE IF NOT EXISTS page (
                        page_key VARCHAR(64) NOT NULL PRIMARY KEY,
                        url VARCHAR NOT NULL,
                        markdown VARCHAR,
                        stored_by VARCHAR NOT NULL
                    )"""));
            RateLimiter limiter =
                    shared ? SharedRateLimit.of(dataSource, 1, requests, window) : RateLimiter.perMinute(requests);
            return work(dataSource, limiter);
        }
    }

    private int work(HikariDataSource dataSource, RateLimiter limiter) throws InterruptedException {
        ReaderClient.Builder client =
                ReaderClient.builder().rateLimiter(limiter).apiKey(environment("READER_API_KEY"));
        String baseUrl = environment("READER_API_URL");
        if (!baseUrl.isEmpty()) {
            client.baseUrl(baseUrl);
        }
        FleetSettings settings = new FleetSettings(jobs, threads, lease, poll);
        try (BatchFleet fleet = BatchFleet.start(
                client.build(),
                dataSource,
                run,
                process,
                settings,
                batch -> batch.urls(urls).shardSize(shardSize).onPage((page, connection) -> save(page, connection)))) {
            Runtime.getRuntime().addShutdownHook(new Thread(fleet::close, "close-fleet"));
            System.out.println(fleet.awaitEnd());
        }
        return 0;
    }

    private static String environment(String name) {
        return System.getenv().getOrDefault(name, "");
    }

    /** On PostgreSQL, a stopped process must not keep rows locked for longer than its lease. */
    private HikariDataSource dataSource(String url, boolean postgres) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(2 * threads + 6);
        config.setMinimumIdle(1);
        if (postgres) {
            config.setConnectionInitSql("SET idle_in_transaction_session_timeout = " + lease.toMillis());
        } else {
            config.setUsername("sa");
        }
        return new HikariDataSource(config);
    }

    private void save(RunPage page, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO page VALUES (?, ?, ?, ?)")) {
            insert.setString(1, page.key());
            insert.setString(2, page.url());
            insert.setString(3, page.page().markdown());
            insert.setString(4, process);
            insert.executeUpdate();
        }
    }
}
