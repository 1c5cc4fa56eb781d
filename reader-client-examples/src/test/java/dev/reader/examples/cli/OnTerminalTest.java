package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.BatchRequest;
import dev.reader.client.ReaderClient;
import dev.reader.examples.TerminalProgram;
import dev.reader.examples.TerminalText;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the program on a terminal and looks at the screen. */
@Tag("drill")
@Timeout(180)
@EnabledIf(value = "canRunOnATerminal", disabledReason = "no script(1) of util-linux to run a program on a terminal")
final class OnTerminalTest extends CliTest {
    private static final String READER = "$RUN dev.reader.examples.cli.ReaderCli ";

    static boolean canRunOnATerminal() {
        return TerminalProgram.isAvailable();
    }

    @Override
    LocalReader.Builder settings(LocalReader.Builder builder) {
        return builder.slowPageDelay(Duration.ofSeconds(2)).allowPrivateNetworks();
    }

    private TerminalProgram onTerminal(int columns, String command) {
        return new TerminalProgram(folder, environment(), columns, 24, command);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 40, 20})
    void progress_isOneLineThatFits(int columns) throws Exception {
        try (TerminalProgram program =
                onTerminal(columns, READER + "crawl " + local.siteUrl() + " --urls-only >out.txt")) {
            assertThat(program.exitCode()).isEqualTo(3);

            assertThat(program.screen().lines().filter(line -> line.startsWith("pages ")))
                    .as(program.screen())
                    .hasSize(1);
            assertThat(program.screen()).contains("pages 17 of 17");
            assertThat(program.screen().contains("[####")).isEqualTo(columns == 80);
            assertThat(Files.readString(folder.resolve("out.txt")))
                    .doesNotContain("\u001B")
                    .contains("/faq.html\n");
        }
    }

    @Test
    void progress_isLines_ifStandardErrorIsNoTerminal() throws Exception {
        try (TerminalProgram program = onTerminal(80, READER + "crawl " + page("/guide/") + " --urls-only 2>err.txt")) {
            assertThat(program.exitCode()).isEqualTo(3);

            assertThat(Files.readString(folder.resolve("err.txt")))
                    .contains("  completed: 17 of 17\n")
                    .doesNotContain("\u001B", "\r", "[#");
            assertThat(program.output()).contains("/faq.html").doesNotContain("\u001B");
        }
    }

    @Test
    void progress_isABar_ifOnlyStandardErrorIsATerminal() throws Exception {
        String command = READER + "crawl " + page("/guide/") + " --urls-only </dev/null | cat >out.txt";
        try (TerminalProgram program = onTerminal(80, command)) {
            program.exitCode();

            assertThat(program.screen()).contains("pages 17 of 17  [####");
        }
    }

    @Test
    void progress_isLines_onATerminalThatCanNotMoveItsCursor() throws Exception {
        try (TerminalProgram program =
                onTerminal(80, "TERM=dumb; export TERM; " + READER + "crawl " + page("/guide/") + " --urls-only")) {
            program.exitCode();

            assertThat(program.output()).contains("  completed: 17 of 17").doesNotContain("\u001B");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 40})
    void listsAreTablesThatFit(int columns) throws Exception {
        assertExitCode(reader("scrape", page("/stations/kirkhaven.html")), 0);
        assertExitCode(reader("scrape", page("/reference/a-page-with-quite-a-long-name-that-does-not-exist")), 3);

        String commands = READER + "usage; " + READER + "api-keys";
        try (TerminalProgram program = onTerminal(columns, commands)) {
            assertThat(program.exitCode()).isZero();

            assertThat(program.screen())
                    .containsPattern("Status +Credits +URL")
                    .containsPattern("success +1 +\\S*kirkhaven.html")
                    .containsPattern("error +0 +\\S*-not-exist")
                    .containsPattern("ID +State");
            assertThat(program.output().lines()).allMatch(line -> TerminalText.width(line) <= columns);
        }
    }

    @Test
    void jobTable_isRedrawnInPlace_withoutStaleRows() throws Exception {
        for (int columns : new int[] {80, 40}) {
            try (TerminalProgram program =
                    new TerminalProgram(folder, Map.of(), columns, 24, "$RUN dev.reader.examples.Watch")) {
                assertThat(program.exitCode()).isZero();

                String screen = program.screen();
                assertThat(screen.lines().filter(line -> line.contains("completed")))
                        .as(screen)
                        .hasSize(3);
                assertThat(screen.lines().filter(line -> line.contains("Status")))
                        .as(screen)
                        .hasSize(1);
                assertThat(screen).contains("All jobs have ended.").doesNotContain("processing", "queued");
                assertThat(screen.contains("[####################]")).isEqualTo(columns == 80);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 40})
    void pageTable_fits(int columns) throws Exception {
        try (TerminalProgram program =
                new TerminalProgram(folder, Map.of(), columns, 60, "$RUN dev.reader.examples.Quickstart")) {
            assertThat(program.exitCode()).isZero();

            String table = program.screen().substring(program.screen().indexOf("Status  Title"));
            assertThat(table)
                    .containsPattern("\n200 +Installation · Tidewright")
                    .containsPattern("\nfailed +…/stations/saltmarsh");
            assertThat(table.substring(0, table.indexOf("== Retry")).lines())
                    .hasSize(1 + 17 + 1)
                    .allMatch(line -> line.isEmpty() || line.matches("(Status|200|failed) .*"));
        }
    }

    @Test
    void ctrlC_inAWait_saysHowToGoOn() throws Exception {
        // long enough for a loaded machine to interrupt the program before the job ends
        local.faults().add(Fault.of(Fault.Kind.SLOW_PAGE, 15_000).on("/reports/annual.html"));
        try (TerminalProgram program =
                onTerminal(80, READER + "batch " + page("/reports/annual.html") + " -o pages --json")) {
            program.await(output -> output.contains("Job job_") && output.contains("pages 0"));
            program.interrupt();

            assertThat(program.exitCode()).isEqualTo(130);
            String jobId = program.output().replaceAll("(?s).*?Job (job_\\S+).*", "$1");
            assertThat(program.output())
                    .contains("The job continues on the server.")
                    .contains("reader job wait " + jobId + " -o 'pages' --json")
                    .contains("reader job cancel " + jobId)
                    .doesNotContain("Exception");
            // the instruction works
            assertExitCode(reader("job", "wait", jobId, "--urls-only"), 0);
        }
    }

    @Test
    void controlCharactersOfAPage_neverReachTheTerminal() throws Exception {
        try (EvilSite site = new EvilSite();
                ReaderClient client = ReaderClient.builder()
                        .apiKey(KEY)
                        .baseUrl(local.baseUrl())
                        .build()) {
            String jobId = client.createJob(BatchRequest.of(site.url())).id();
            client.waitForJob(jobId);
            String commands = READER + "scrape " + site.url() + "; "
                    + READER + "scrape " + site.url() + " --json; "
                    + READER + "job results " + jobId + "; "
                    + READER + "watch " + jobId + "; "
                    + READER + "usage; "
                    + "READER_API_URL=" + site.url() + " " + READER + "job get job_1; "
                    + "READER_API_URL=" + site.url() + " " + READER + "api-keys; "
                    + "$RUN dev.reader.examples.CrawlLive " + site.url();
            try (TerminalProgram program = onTerminal(80, commands)) {
                program.exitCode();

                String withoutBar = program.output().replaceAll("\r(\u001B\\[\\d*A)?\u001B\\[J", "");
                assertThat(withoutBar).contains("Evil", "\uFFFD").doesNotContain("Exception");
                assertThat(withoutBar
                                .codePoints()
                                .filter(c -> TerminalText.isUnsafe(c) && c != '\n' && c != '\r' && c != '\t'))
                        .as(withoutBar)
                        .isEmpty();
            }
        }
    }
}
