package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reader.client.BatchRequest;
import dev.reader.client.ReaderClient;
import dev.reader.examples.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Output that can't be written is an error, and is found before credits are spent where that is possible. */
@Tag("drill")
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tests redirect with a shell")
final class OutputTest extends CliTest {

    /** Runs shell commands, in which {@code reader} is the program. */
    private Result shell(String commands) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "-c",
                        "reader() { \"$JAVA\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"$CLASSES\""
                                + " dev.reader.examples.cli.ReaderCli \"$@\"; }\n" + commands)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("READER"));
        builder.environment().putAll(environment());
        builder.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private int usedCredits() {
        try (ReaderClient client = client()) {
            return client.getCredits().used();
        }
    }

    private ReaderClient client() {
        return ReaderClient.builder().apiKey(KEY).baseUrl(local.baseUrl()).build();
    }

    private String finishedJob() {
        try (ReaderClient client = client()) {
            String jobId = client.createJob(BatchRequest.of(page("/faq.html"), page("/about.html")))
                    .id();
            client.waitForJob(jobId);
            return jobId;
        }
    }

    @Test
    void aFullDisk_isAnError_ofEachCommand() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full on this system");
        String jobId = finishedJob();
        List<String> commands = List.of(
                "--help",
                "--version",
                "scrape " + page("/faq.html"),
                "scrape " + page("/faq.html") + " --json",
                "extract " + page("/stations/kirkhaven.html") + " --field keeper=string",
                "batch " + page("/faq.html"),
                "batch " + page("/faq.html") + " --json",
                "batch " + page("/faq.html") + " --urls-only",
                "job get " + jobId,
                "job results " + jobId,
                "watch " + jobId,
                "credits",
                "usage");
        for (String command : commands) {
            Result result = shell("reader " + command + " >/dev/full");

            assertExitCode(result, 1);
            assertThat(result.err())
                    .as(command)
                    .endsWith("Failed: can't write to standard output: No space left on device\n")
                    .containsOnlyOnce("Failed:");
        }
        assertThat(shell("reader batch " + page("/faq.html") + " >/dev/full").err())
                .containsPattern("Fetch the results again with: reader job results job_\\S+\n");
        assertExitCode(shell("reader scrape " + page("/faq.html") + " -o /dev/full"), 1);
    }

    @Test
    void examples_checkTheirOutputToo() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full on this system");
        for (String program : List.of("Quickstart", "CrawlLive", "Watch")) {
            Result result = shell("unset READER_API_KEY READER_API_URL; \"$JAVA\" -cp \"$CLASSES\" dev.reader.examples."
                    + program + " >/dev/full");

            assertThat(result.exitCode()).as(program + result.err()).isEqualTo(1);
            assertThat(result.err()).endsWith("can't write to standard output: No space left on device\n");
        }
    }

    @Test
    void aClosedPipe_endsTheProgramQuietly() throws Exception {
        String jobId = finishedJob();
        for (String command : List.of("job results " + jobId, "job results " + jobId + " --json", "watch " + jobId)) {
            // the reader of the pipe is gone before the first byte
            Result result = shell("{ reader " + command + " 2>err2.txt; echo $? >code.txt; } | true; cat code.txt");

            assertThat(result.out()).as(command).isEqualTo("141\n");
            assertThat(Files.readString(folder.resolve("err2.txt"))).doesNotContain("Failed", "Exception", "again");
        }
        Result first = shell("reader usage --limit 100 | head -1");
        assertExitCode(first, 0);
        assertThat(first.out()).hasLineCount(1);
        assertThat(first.err()).isEmpty();
    }

    @Test
    void watchingAWorkspace_ends_whenItsPipeIsClosed() throws Exception {
        String jobs = "sleep 1; i=0; while [ ! -f code.txt ] && [ $i -lt 40 ]; do reader batch " + page("/faq.html")
                + " --urls-only >/dev/null 2>&1; i=$((i + 1)); done";
        Result result = shell("(" + jobs + ") & { reader watch; echo $? >code.txt; } | true; wait; cat code.txt");

        assertThat(result.out()).isEqualTo("141\n");
    }

    @Test
    void thePlaceOfTheOutput_isCheckedBeforeCreditsAreSpent() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        Files.createDirectory(folder.resolve("folder"));
        String page = page("/reference/api.html");
        assertPlace("scrape " + page + " -o none/page.md", "none/page.md: no such folder: none");
        assertPlace("scrape " + page + " -o file/page.md", "file/page.md: no such folder: file");
        assertPlace("scrape " + page + " -o folder", "folder: is a folder");
        assertPlace("scrape " + page + " --screenshot none/page.png", "none/page.png: no such folder: none");
        assertPlace("crawl " + page + " -o file", "file: not a folder");
        assertPlace("batch " + page + " -o file/pages", "file/pages: not a folder");
        assertPlace("batch " + page + " -o file --json", "file: not a folder");

        assertThat(usedCredits()).isZero();
    }

    private void assertPlace(String command, String message) throws Exception {
        Result result = shell("reader " + command);

        assertExitCode(result, 1);
        assertThat(result.err()).isEqualTo("Failed: " + message + "\n");
    }

    @Test
    void messagesNameTheFileAndTheReason() throws Exception {
        Files.write(folder.resolve("latin1.txt"), new byte[] {'h', (byte) 0xE4, '\n'});
        Files.writeString(folder.resolve("schema.json"), "{");

        assertThat(shell("reader batch -i nosuch.txt").err()).isEqualTo("Failed: nosuch.txt: no such file\n");
        assertThat(shell("reader batch -i latin1.txt").err()).isEqualTo("Failed: latin1.txt: not UTF-8 text\n");
        assertThat(shell("reader batch -i .").err()).isEqualTo("Failed: .: is a folder\n");
        assertThat(shell("reader extract " + page("/") + " --schema nosuch.json")
                        .err())
                .isEqualTo("Failed: nosuch.json: no such file\n");
        assertThat(shell("reader extract " + page("/") + " --schema schema.json")
                        .err())
                .startsWith("schema.json: can't parse schema")
                .hasLineCount(1);
        assertThat(usedCredits()).isZero();
    }

    @Test
    void messagesAboutLostConnections_containNoClassNames() throws Exception {
        List<String> urls = List.of(
                "http://127.0.0.1:1",
                "https://127.0.0.1:1",
                "https://host.invalid",
                "https" + local.siteUrl().substring(4));
        for (String url : urls) {
            Result result = shell("READER_API_URL=" + url + " reader credits");

            assertExitCode(result, 1);
            assertThat(result.err())
                    .startsWith("Failed: GET /v1/usage/credits failed: ")
                    .hasLineCount(1)
                    .doesNotContainPattern("\\w+(Exception|Error)\\b");
        }
    }

    @Test
    void withoutAUtf8Locale_fileNamesAreWrittenAllTheSame() throws Exception {
        Result result = shell("LC_ALL=C; export LC_ALL; reader batch '" + page("/faq.html?%E6%97%A5%E6%9C%AC")
                + "' -o pages; ls pages");

        assertThat(result.out()).as(result.err()).matches("\\S+faq\\.html~[0-9a-f]{10}\\.md\n");
    }
}
