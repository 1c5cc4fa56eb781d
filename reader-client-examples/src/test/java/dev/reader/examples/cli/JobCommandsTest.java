package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.Program;
import dev.reader.examples.Program.Result;
import dev.reader.examples.local.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code crawl} and {@code batch}. */
final class JobCommandsTest extends CliTest {

    private List<Path> files(String name) throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.toList();
        }
    }

    @Test
    void crawl_writesAFileForEachPage_andReportsFailures() throws Exception {
        Result result = process("crawl", local.siteUrl(), "--max-depth", "3", "--max-pages=30", "-o", "pages");

        assertExitCode(result, 3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("Job ")
                .contains("completed: 17 of 17")
                .contains("Failed: " + page("/stations/saltmarsh.html"))
                .contains("15 of 17 pages read, 15 files in pages")
                .doesNotContain("\r");
        assertThat(files("pages"))
                .hasSize(15)
                .allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    @Test
    void crawl_urlsOnly_printsUrls() {
        Result result = process("crawl", page("/guide/"), "--max-pages", "3", "--urls-only");

        assertExitCode(result, 0);
        assertThat(result.out().lines()).hasSize(3).allMatch(line -> line.startsWith(local.siteUrl()));
        assertThat(result.err()).contains("3 of 3 pages read");
    }

    @Test
    void crawl_json_printsTheJobWithItsPages() {
        Result result = reader("crawl", page("/guide/"), "--max-pages", "3", "--json");

        assertExitCode(result, 0);
        JsonNode job = json(result);
        assertThat(job.path("status").textValue()).isEqualTo("completed");
        assertThat(job.path("mode").textValue()).isEqualTo("crawl");
        assertThat(job.path("results"))
                .hasSize(3)
                .allMatch(page -> page.path("markdown").isTextual());
    }

    @Test
    void crawl_toStandardOutput_namesEachPage() {
        Result result = reader("crawl", page("/guide/"), "--max-pages", "2");

        assertExitCode(result, 0);
        assertThat(result.out())
                .startsWith("<!-- " + page("/guide/") + " -->\n\n# ")
                .containsOnlyOnce("\n---\n\n<!-- ");
    }

    @Test
    void crawl_outOfRange() {
        Result result = reader("crawl", local.siteUrl(), "--max-depth", "11");

        assertExitCode(result, 2);
        assertThat(result.err()).contains("maxDepth", "11");
    }

    @Test
    void crawl_whoseJobFails() {
        local.faults().add(Fault.parse("fail-job:1"));

        Result result = process("crawl", local.siteUrl());

        assertExitCode(result, 1);
        assertThat(result.err()).contains("failed");
    }

    @Test
    void batch_readsUrlsFromArgumentsFilesAndStandardInput() throws Exception {
        Files.writeString(
                folder.resolve("urls.txt"),
                "# two pages\n\n" + page("/faq.html") + "\n " + page("/about.html") + " \n");

        Result arguments = reader("batch", page("/faq.html"), page("/about.html"), "--urls-only");
        Result file = process("batch", "-i", "urls.txt", "--urls-only");
        Result input = new Program(ReaderCli.class, folder)
                .runWithInput(page("/faq.html") + "\n" + page("/about.html"), environment(), "batch", "--urls-only");
        Result both = readerWithInput(page("/about.html") + "\n", "batch", page("/faq.html"), "-i", "-", "--urls-only");

        for (Result result : List.of(arguments, file, input, both)) {
            assertExitCode(result, 0);
            assertThat(result.out().lines()).containsExactlyInAnyOrder(page("/faq.html"), page("/about.html"));
        }
    }

    @Test
    void batch_retryFailed_readsTheFailedPagesAgain() {
        Result result =
                process("batch", page("/stations/saltmarsh.html"), page("/faq.html"), "--retry-failed", "--json");

        assertExitCode(result, 0);
        assertThat(result.err()).contains("Retrying failed pages: 1");
        assertThat(json(result).path("results")).hasSize(2).noneMatch(page -> page.has("error"));
    }

    @Test
    void batch_withoutRetry_reportsFailures() {
        Result result = reader("batch", page("/stations/saltmarsh.html"), page("/faq.html"), "--json");

        assertExitCode(result, 3);
        assertThat(json(result).path("results")).hasSize(2);
        assertThat(result.err()).contains("Failed: " + page("/stations/saltmarsh.html"));
    }

    @Test
    void batch_withoutUrls() {
        Result result = readerWithInput("# nothing\n", "batch");

        assertExitCode(result, 2);
        assertThat(result.err()).contains("no URLs");
    }

    @Test
    void batch_ofAMissingFile() {
        Result result = reader("batch", "-i", "nowhere.txt");

        assertExitCode(result, 1);
        assertThat(result.err()).contains("nowhere.txt");
    }

    @Test
    void batch_whoseResponsesAreLost_succeeds() {
        local.faults().add(Fault.parse("reset-after:2@/v1/read"));

        Result result = process("batch", page("/faq.html"), "--urls-only");

        assertExitCode(result, 0);
        assertThat(result.out()).isEqualTo(page("/faq.html") + "\n");
    }
}
