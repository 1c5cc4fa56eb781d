package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.ReaderClient;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.SampleSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A run that SIGTERM ends says how to continue it, and continues. */
@Tag("drill")
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
final class StoppedRunTest extends CliTest {
    private static final int PAGES = 40;

    @Override
    LocalReader.Builder settings(LocalReader.Builder builder) {
        return builder.slowPageDelay(Duration.ofSeconds(20));
    }

    private String[] command() {
        return new String[] {
            "run",
            "pages",
            "-i",
            folder.resolve("urls.txt").toString(),
            "-o",
            folder.resolve("pages").toString(),
            "--ledger",
            folder.resolve("runs.db").toString()
        };
    }

    @Test
    void sigterm_leavesTheRunResumable() throws Exception {
        String slow = page(SampleSite.SLOW_PAGE);
        Files.write(
                folder.resolve("urls.txt"),
                Stream.concat(Stream.of(slow), IntStream.range(1, PAGES).mapToObj(i -> page("/faq.html?" + i)))
                        .toList());
        Map<String, String> environment = environment();
        try (RunningProgram run = new RunningProgram(environment, command())) {
            run.errorLine(PAGES + " URLs in 1 job");
            run.errorLine("0 credits: 0 of " + PAGES);
            run.terminate();
            assertThat(run.errorLine("The same command continues the run")).contains("reader run status pages");
            assertThat(run.exitCode()).isEqualTo(143);
        }
        assertThat(reader(
                                "run",
                                "status",
                                "pages",
                                "--ledger",
                                folder.resolve("runs.db").toString())
                        .out())
                .contains("stopped; the same command continues it");

        assertExitCode(reader(command()), 0);
        try (Stream<Path> files = Files.list(folder.resolve("pages"))) {
            assertThat(files).hasSize(PAGES);
        }
        try (ReaderClient client =
                ReaderClient.builder().apiKey(KEY).baseUrl(local.baseUrl()).build()) {
            assertThat(client.getCredits().used()).isEqualTo(PAGES);
        }
    }
}
