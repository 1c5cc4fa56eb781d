package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.Program;
import dev.reader.examples.Program.Result;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.RequiresChromium;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScrapeCommandTest extends CliTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    @Test
    void writesOnlyThePageToStandardOutput() {
        Result result = process("scrape", page("/stations/kirkhaven.html"));

        assertExitCode(result, 0);
        assertThat(result.out()).startsWith("# Kirkhaven\n").contains("1.487").doesNotContain("Annual report");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void appliesPageOptions() {
        Result whole =
                reader("scrape", page("/stations/kirkhaven.html"), "--no-main-content", "--exclude-tags", "form, h2");
        Result part = reader(
                "scrape",
                page("/stations/kirkhaven.html"),
                "--include-tags=h1,h2",
                "--wait-for=h1",
                "--timeout=5000",
                "--proxy-mode=premium",
                "--no-cache",
                "--json");

        assertExitCode(whole, 0);
        assertThat(whole.out()).contains("Annual report").doesNotContain("Constituents");
        assertExitCode(part, 0);
        assertThat(json(part).path("markdown").textValue())
                .contains("# Kirkhaven")
                .doesNotContain("1.487");
        assertThat(json(part).path("credits").intValue()).isEqualTo(3);
        assertThat(json(part).path("metadata").path("duration").isIntegralNumber())
                .isTrue();
        assertThat(json(part).path("metadata").path("scrapedAt").textValue()).startsWith("20");
    }

    @Test
    void writesHtmlToAFile() throws Exception {
        Result result = process("scrape", page("/stations/kirkhaven.html"), "-f", "html", "-o", "page.html");

        assertExitCode(result, 0);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("Written to page.html\n");
        assertThat(folder.resolve("page.html")).content().contains("<h1>Kirkhaven</h1>");
    }

    @Test
    @RequiresChromium
    void aScreenshotToAFile_besideTheMarkdown() throws Exception {
        Result result = process("scrape", page("/stations/kirkhaven.html"), "-o", "page.png");

        assertExitCode(result, 0);
        assertThat(result.out()).startsWith("# Kirkhaven");
        assertThat(result.err()).isEqualTo("Screenshot written to page.png\n");
        assertThat(Files.readAllBytes(folder.resolve("page.png"))).startsWith(PNG);
    }

    @Test
    void screenshotWithoutAFile_isWrongUsage() {
        Result result = reader("scrape", page("/"), "-f", "screenshot");

        assertExitCode(result, 2);
        assertThat(result.err()).contains("--screenshot");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void failedPage() {
        Result result = reader("scrape", page("/downloads/manual-1998.html"));

        assertExitCode(result, 3);
        assertThat(result.err()).contains("Failed: " + page("/downloads/manual-1998.html"));
    }

    @Test
    void errorResponse() {
        Result result = reader("scrape", "http://169.254.169.254/latest");

        assertExitCode(result, 1);
        assertThat(result.err())
                .startsWith("Failed: ")
                .contains("403 url_blocked")
                .hasLineCount(1);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void transientFailures_areRetried() {
        local.faults().add(Fault.parse("server-error:2@/v1/read"));

        Result result = process("scrape", page("/stations/kirkhaven.html"));

        assertExitCode(result, 0);
        assertThat(result.out()).startsWith("# Kirkhaven\n");
    }

    @Test
    void wrongUsage() {
        assertExitCode(reader("scrape"), 2);
        assertExitCode(reader("scrape", page("/"), "--timeout", "999"), 2);
        Result timeout = reader("scrape", page("/"), "--timeout", "soon");
        assertExitCode(timeout, 2);
        assertThat(timeout.err()).contains("--timeout");
        assertThat(timeout.out()).isEmpty();
    }

    @Test
    void withoutAKey() {
        Result result = new Program(ReaderCli.class, folder).run(Map.of(), "scrape", "https://example.com");

        assertExitCode(result, 2);
        assertThat(result.err())
                .startsWith("READER_API_KEY is not set; set it to your API key.")
                .contains("reader quickstart")
                .contains("reader serve-local");
    }

    @Test
    void unwritableFile() {
        Result result = reader(
                "scrape",
                page("/"),
                "-o",
                folder.resolve("no/such/folder/page.md").toString());

        assertExitCode(result, 1);
        assertThat(result.err()).contains("no/such/folder");
    }
}
