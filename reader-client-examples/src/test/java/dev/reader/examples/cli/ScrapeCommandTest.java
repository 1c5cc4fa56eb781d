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
    void thePageGoesToStandardOutput_andNothingElseDoes() {
        Result result = process("scrape", page("/stations/kirkhaven.html"));

        assertEnded(result, 0);
        assertThat(result.out()).startsWith("# Kirkhaven\n").contains("1.487").doesNotContain("Annual report");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void optionsOfThePage() {
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

        assertEnded(whole, 0);
        assertThat(whole.out()).contains("Annual report").doesNotContain("Constituents");
        assertEnded(part, 0);
        assertThat(json(part).path("markdown").textValue())
                .contains("# Kirkhaven")
                .doesNotContain("1.487");
        assertThat(json(part).path("credits").intValue()).isEqualTo(3);
        assertThat(json(part).path("metadata").path("duration").isIntegralNumber())
                .isTrue();
        assertThat(json(part).path("metadata").path("scrapedAt").textValue()).startsWith("20");
    }

    @Test
    void htmlToAFile() throws Exception {
        Result result = process("scrape", page("/stations/kirkhaven.html"), "-f", "html", "-o", "page.html");

        assertEnded(result, 0);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("Written to page.html\n");
        assertThat(folder.resolve("page.html")).content().contains("<h1>Kirkhaven</h1>");
    }

    @Test
    @RequiresChromium
    void aScreenshotToAFile_besideTheMarkdown() throws Exception {
        Result result = process("scrape", page("/stations/kirkhaven.html"), "-o", "page.png");

        assertEnded(result, 0);
        assertThat(result.out()).startsWith("# Kirkhaven");
        assertThat(result.err()).isEqualTo("Screenshot written to page.png\n");
        assertThat(Files.readAllBytes(folder.resolve("page.png"))).startsWith(PNG);
    }

    @Test
    void aScreenshotWithoutAFile_isWrongUsage() {
        Result result = reader("scrape", page("/"), "-f", "screenshot");

        assertEnded(result, 2);
        assertThat(result.err()).contains("--screenshot");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aPageThatFailed() {
        Result result = process("scrape", page("/downloads/manual-1998.html"));

        assertEnded(result, 3);
        assertThat(result.err()).contains("Failed: " + page("/downloads/manual-1998.html"));
    }

    @Test
    void theApiSaysNo() {
        Result result = process("scrape", "http://169.254.169.254/latest");

        assertEnded(result, 1);
        assertThat(result.err())
                .startsWith("Failed: POST /v1/read answered 403 url_blocked")
                .hasLineCount(1);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aFaultThatPasses_isNotSeen() {
        local.faults().add(Fault.parse("server-error:2@/v1/read"));

        Result result = process("scrape", page("/stations/kirkhaven.html"));

        assertEnded(result, 0);
        assertThat(result.out()).startsWith("# Kirkhaven\n");
    }

    @Test
    void wrongUsage() {
        assertEnded(reader("scrape"), 2);
        assertEnded(reader("scrape", page("/"), "--timeout", "999"), 2);
        Result timeout = reader("scrape", page("/"), "--timeout", "soon");
        assertEnded(timeout, 2);
        assertThat(timeout.err()).contains("--timeout");
        assertThat(timeout.out()).isEmpty();
    }

    @Test
    void withoutAKey() {
        Result result = new Program(ReaderCli.class, folder).run(Map.of(), "scrape", "https://example.com");

        assertEnded(result, 2);
        assertThat(result.err()).isEqualTo("READER_API_KEY is not set in the environment\n");
    }

    @Test
    void aFileThatCantBeWritten() {
        Result result = reader(
                "scrape",
                page("/"),
                "-o",
                folder.resolve("no/such/folder/page.md").toString());

        assertEnded(result, 1);
        assertThat(result.err()).contains("no/such/folder");
    }
}
