package dev.reader.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reader.client.ReaderClient;
import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import dev.reader.examples.JavaCommand;
import dev.reader.examples.NumberedSite;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a fleet of four processes on PostgreSQL, kills two, and stops one for longer than its lease. The limit is 60 requests a
 * minute, and the minute of the local Reader and of the fleet lasts 15 s.
 */
@Tag("drill")
@EnabledOnOs(OS.LINUX)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@ExtendWith(PostgresExtension.class)
class KilledFleetTest {
    private static final int URLS = 2400;
    private static final int SHARD = 100;
    private static final int LIMIT = 60;
    private static final int TIMES_FASTER = 4;
    private static final Duration WINDOW = Duration.ofMinutes(1).dividedBy(TIMES_FASTER);
    private static final Duration LEASE = Duration.ofSeconds(5);

    private final PostgresServer postgres;
    private final Map<String, Process> processes = new HashMap<>();

    @TempDir
    Path directory;

    KilledFleetTest(PostgresServer postgres) {
        this.postgres = postgres;
    }

    /** A clock that is faster than the system's. */
    private static final class FastClock extends Clock {
        private final Instant start = Instant.now();

        @Override
        public Instant instant() {
            return start.plus(Duration.between(start, Instant.now()).multipliedBy(TIMES_FASTER));
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock has no zones");
        }
    }

    @BeforeEach
    void freshTables() throws SQLException {
        execute("DROP TABLE IF EXISTS page, scheduled_tasks, reader_rate_limit,"
                + " reader_run, reader_run_shard, reader_run_url, reader_run_failure");
    }

    @AfterEach
    void endProcesses() {
        processes.values().forEach(Process::destroyForcibly);
    }

    @Test
    void fleetWhoseProcessesAreKilledAndStopped_keepsTheLimit_andStoresEachPageOnce() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "this machine has no /bin/kill");
        try (NumberedSite site = new NumberedSite();
                LocalReader local = LocalReader.builder()
                        .tier(Tier.PRO)
                        .credits(1_000_000)
                        .clock(new FastClock())
                        .withoutChromium()
                        .allowPrivateNetworks()
                        .start();
                RecordingProxy proxy = new RecordingProxy(local.baseUrl())) {
            Path urls = site.writeUrls(directory.resolve("urls.txt"), URLS);
            for (int i = 1; i <= 4; i++) {
                start("process-" + i, proxy.url(), local.apiKey(), urls);
            }

            await("a tenth of the pages", () -> count("page") >= URLS / 10);
            // all at once: while the others wait for the leases of the dead, nobody finishes the run
            List<Integer> held = stopAtWork("process-2");
            killAtWork("process-1");
            killAtWork("process-3");
            continueAfterItsLease("process-2", held);
            assertThat(end("process-2")).as(output("process-2")).isZero();
            assertThat(end("process-4")).as(output("process-4")).isZero();

            long failing = NumberedSite.failing(URLS);
            assertThat(output("process-4")).contains("outcome=COMPLETED").doesNotContain("unknownShards");
            assertThat(count("page")).isEqualTo(URLS - failing);
            assertThat(query("SELECT COUNT(DISTINCT url) FROM page")).isEqualTo(URLS - failing);
            try (ReaderClient reader = ReaderClient.builder()
                    .baseUrl(local.baseUrl())
                    .apiKey(local.apiKey())
                    .build()) {
                // Each stored page was charged, so equality means that none was charged twice.
                assertThat(reader.getCredits().used()).isEqualTo((int) (URLS - failing));
            }
            assertThat(proxy.seen())
                    .filteredOn(RecordingProxy.Seen::rateLimited)
                    .isEmpty();
            int most = mostInAWindow(proxy.seen());
            System.out.println(
                    "The fleet sent " + proxy.seen().size() + " requests, at most " + most + " in a window.");
            assertThat(most).isBetween(LIMIT / 2, LIMIT);
        }
    }

    private void killAtWork(String process) throws Exception {
        await("a lease of " + process, () -> !leased(process).isEmpty());
        kill("KILL", process);
    }

    /** Stops a process that holds leases, and returns their shards. */
    private List<Integer> stopAtWork(String process) throws Exception {
        List<Integer> held = new ArrayList<>();
        await("a lease of " + process, () -> {
            held.clear();
            kill("STOP", process);
            held.addAll(leased(process));
            if (held.isEmpty()) {
                kill("CONT", process);
            }
            return !held.isEmpty();
        });
        return held;
    }

    /** Lets a process continue once others have stored its shards, and checks that it adds nothing to them. */
    private void continueAfterItsLease(String process, List<Integer> held) throws Exception {
        await("the shards " + held + " of the stopped " + process, () -> stored(held));
        long before = storedBy(process, held);
        kill("CONT", process);
        await("the message of " + process, () -> output(process).contains("ended before it was renewed"));
        assertThat(storedBy(process, held)).isEqualTo(before);
    }

    /** The shards of the first round that a process works on and leases. */
    private List<Integer> leased(String process) throws SQLException {
        return numbers("SELECT s.shard FROM reader_run_shard s JOIN scheduled_tasks t"
                + " ON t.task_name = 'reader-shard drill' AND t.task_instance = CAST(s.shard AS VARCHAR)"
                + " WHERE t.picked AND t.picked_by = '" + process + "' AND s.round_no = 0 AND s.state = 'RUNNING'"
                + " AND s.leased_until > EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000");
    }

    private boolean stored(List<Integer> shards) throws SQLException {
        return new TreeSet<>(numbers("SELECT shard FROM reader_run_shard WHERE state = 'STORED'")).containsAll(shards);
    }

    private long storedBy(String process, List<Integer> shards) throws SQLException {
        return query("SELECT COUNT(*) FROM page WHERE stored_by = '" + process
                + "' AND CAST(SUBSTRING(url FROM '[0-9]+$') AS INTEGER) / " + SHARD + " IN ("
                + String.join(", ", shards.stream().map(String::valueOf).toList()) + ")");
    }

    private static int mostInAWindow(List<RecordingProxy.Seen> seen) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < seen.size(); last++) {
            while (seen.get(last).nanos() - seen.get(first).nanos() >= WINDOW.toNanos()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private void start(String name, String baseUrl, String apiKey, Path urls) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(
                        List.of("-Xmx96m"),
                        FleetProgram.class,
                        "drill",
                        urls.toString(),
                        "--database=" + postgres.url(),
                        "--process=" + name,
                        "--requests=" + LIMIT,
                        "--window=" + WINDOW,
                        "--jobs=8",
                        "--threads=2",
                        "--lease=" + LEASE,
                        "--poll=PT0.5S",
                        "--shard-size=" + SHARD))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        builder.environment().put("READER_API_URL", baseUrl);
        builder.environment().put("READER_API_KEY", apiKey);
        processes.put(name, builder.start());
    }

    private void kill(String signal, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder(
                        "/bin/kill",
                        "-" + signal,
                        String.valueOf(processes.get(name).pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private int end(String name) throws Exception {
        Process process = processes.get(name);
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            throw new AssertionError(name + " does not end: " + output(name));
        }
        return process.exitValue();
    }

    private String output(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".log"));
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what + "; process-4 says: " + output("process-4"));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private long count(String table) throws SQLException {
        return query("SELECT COUNT(*) FROM " + table);
    }

    private long query(String sql) throws SQLException {
        return numbers(sql).get(0);
    }

    /** Returns the first column; a table that the processes have not created yet is empty. */
    private List<Integer> numbers(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Integer> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
            return numbers;
        } catch (SQLException e) {
            if ("42P01".equals(e.getSQLState())) {
                return List.of(0);
            }
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
