package dev.reader.examples.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.client.ReaderClient;
import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import dev.reader.examples.JavaCommand;
import dev.reader.examples.NumberedSite;
import dev.reader.examples.cli.ReaderCli;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Kills a run again and again, in a heap of 64 MB, against a local Reader with faults. */
@Tag("drill")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@ExtendWith(PostgresExtension.class)
class KilledRunTest {
    private static final int URLS = 20_000;
    private static final int KILLS = 20;
    private static final int READABLE = URLS - NumberedSite.failing(URLS);

    /** So many of the kills come while the run starts and plans; the others after a number of stored pages. */
    private static final int EARLY_KILLS = 4;

    private static final int MAX_START_MILLIS = 3_000;
    private static final int MAX_DELAY_MILLIS = 200;

    private final Random random = new Random(20261121);
    private NumberedSite site;
    private LocalReader local;
    private Path urls;

    private interface Ledger {
        Connection open() throws SQLException;
    }

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        site = new NumberedSite();
        urls = site.writeUrls(directory.resolve("urls.txt"), URLS);
        local = LocalReader.builder()
                .credits(1_000_000)
                .withoutChromium()
                .allowPrivateNetworks()
                .start();
    }

    @AfterEach
    void stop() {
        local.close();
        site.close();
    }

    @Test
    void runOnPostgres_storesEachPageOnce_andPaysForItOnce(PostgresServer postgres) throws Exception {
        for (String table : List.of("page", "reader_run", "reader_run_shard", "reader_run_url", "reader_run_failure")) {
            query(postgres, "DROP TABLE IF EXISTS " + table);
        }
        query(postgres, "CREATE TABLE page (page_key VARCHAR(64) NOT NULL, url VARCHAR NOT NULL)");
        String output = killThenFinish(
                postgres.dataSource()::getConnection, 0, DrilledRun.class, urls.toString(), postgres.url());

        assertThat(output).contains("outcome=COMPLETED").doesNotContain("unknownShards");
        assertThat(query(postgres, "SELECT COUNT(*) FROM page")).isEqualTo(READABLE);
        assertThat(query(postgres, "SELECT COUNT(DISTINCT page_key) FROM page")).isEqualTo(READABLE);
        assertThat(query(postgres, "SELECT COUNT(DISTINCT url) FROM page")).isEqualTo(READABLE);
        assertEachPageWasPaidOnce();
    }

    @Test
    void commandRun_withJsonLines_writesEachPageOnce_andPaysForItOnce() throws Exception {
        killThenFinish(this::ledger, 3, ReaderCli.class, command("--json"));

        Set<String> keys = new HashSet<>();
        Set<String> pages = new HashSet<>();
        ObjectMapper json = new ObjectMapper();
        int lines = 0;
        try (BufferedReader file = Files.newBufferedReader(directory.resolve("pages/drill.jsonl"))) {
            for (String line = file.readLine(); line != null; line = file.readLine()) {
                JsonNode page = json.readTree(line);
                keys.add(page.path("key").textValue());
                pages.add(page.path("url").textValue());
                assertThat(page.path("page").path("markdown").textValue()).contains(NumberedSite.END);
                lines++;
            }
        }
        assertThat(lines).isEqualTo(READABLE);
        assertThat(keys).hasSize(READABLE);
        assertThat(pages).hasSize(READABLE);
        assertEachPageWasPaidOnce();
    }

    @Test
    void commandRun_withMarkdown_writesEachPageOnce_andPaysForItOnce() throws Exception {
        killThenFinish(this::ledger, 3, ReaderCli.class, command());

        try (Stream<Path> files = Files.list(directory.resolve("pages"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(READABLE);
            for (Path file : all) {
                assertThat(Files.readString(file)).startsWith("---\nurl: ").endsWith(NumberedSite.END + "\n");
            }
        }
        assertEachPageWasPaidOnce();
    }

    private String[] command(String... options) {
        List<String> command = new ArrayList<>(List.of("run", "drill", "-i", urls.toString()));
        command.addAll(List.of("-o", directory.resolve("pages").toString()));
        command.addAll(List.of("--ledger", directory.resolve("runs.db").toString()));
        command.addAll(List.of(options));
        return command.toArray(String[]::new);
    }

    private Connection ledger() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("runs.db"));
    }

    /** Kills the program {@value #KILLS} times, at random moments, and then lets it finish. Returns its last output. */
    private String killThenFinish(Ledger ledger, int exitCode, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        int[] storedAtKill =
                random.ints(KILLS - EARLY_KILLS, 0, READABLE * 9 / 10).sorted().toArray();
        for (int kill = 0; kill < KILLS; kill++) {
            addFaults();
            Process run = start(program, arguments);
            int delay = random.nextInt(MAX_DELAY_MILLIS);
            if (kill < EARLY_KILLS) {
                delay = random.nextInt(MAX_START_MILLIS);
            } else {
                while (run.isAlive() && stored(ledger) < storedAtKill[kill - EARLY_KILLS]) {
                    run.waitFor(50, TimeUnit.MILLISECONDS);
                }
            }
            if (run.waitFor(delay, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("after " + kill + " kills, the run ended by itself: " + output(run));
            }
            run.destroyForcibly().waitFor();
        }
        addFaults();
        Process last = start(program, arguments);
        String output = output(last);
        assertThat(last.waitFor()).as(output).isEqualTo(exitCode);
        return output;
    }

    /** Returns how many pages the run has stored; 0 as long as it has no tables. */
    private static long stored(Ledger ledger) {
        try (Connection connection = ledger.open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COALESCE(SUM(stored), 0) FROM reader_run_shard")) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            return 0;
        }
    }

    private static String output(Process run) throws IOException {
        return new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process start(Class<?> program, String... arguments) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(JavaCommand.of(List.of("-Xmx64m"), program, arguments)).redirectErrorStream(true);
        builder.environment().put("READER_API_KEY", local.apiKey());
        builder.environment().put("READER_API_URL", local.baseUrl());
        return builder.start();
    }

    private void addFaults() {
        local.faults().clear();
        local.faults().add(Fault.of(Fault.Kind.RESET_AFTER, 2).on("/v1/read"));
        local.faults().add(Fault.of(Fault.Kind.RESET_BEFORE, 2));
        local.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 2));
        local.faults().add(Fault.of(Fault.Kind.PROXY_PAGE, 1));
        local.faults().add(Fault.of(Fault.Kind.RATE_LIMIT, 1));
        local.faults().add(Fault.of(Fault.Kind.CUT_STREAM, random.nextInt(20)).times(1));
        local.faults().add(Fault.of(Fault.Kind.DROP_STREAM, random.nextInt(20)).times(1));
    }

    /** Each page that was stored was paid for, so equality means that none was paid for twice. */
    private void assertEachPageWasPaidOnce() {
        try (ReaderClient reader = ReaderClient.builder()
                .baseUrl(local.baseUrl())
                .apiKey(local.apiKey())
                .build()) {
            assertThat(reader.getCredits().used()).isEqualTo(READABLE);
        }
    }

    private static long query(PostgresServer postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return 0;
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
