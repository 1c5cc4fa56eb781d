package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.client.BatchRequest;
import dev.reader.client.ReaderClient;
import dev.reader.examples.Program;
import dev.reader.examples.Program.Result;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code crawl} and {@code batch}. */
final class JobCommandsTest extends CliTest {

    @Override
    LocalReader.Builder settings(LocalReader.Builder builder) {
        return builder.slowPageDelay(Duration.ofSeconds(5));
    }

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
        Result result = reader("crawl", page("/guide/"), "--max-pages", "3", "--urls-only");

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

        Result result = reader("crawl", local.siteUrl());

        assertExitCode(result, 1);
        assertThat(result.err()).contains("failed");
    }

    @Test
    void crawl_jsonToAFolder_writesAFileForEachPage_alsoForFailedOnes() throws Exception {
        Result result = reader(
                "crawl",
                local.siteUrl(),
                "--max-pages=30",
                "--json",
                "-o",
                folder.resolve("pages").toString());

        assertExitCode(result, 3);
        assertThat(result.out()).isEmpty();
        assertThat(files("pages")).hasSize(17).allMatch(file -> file.toString().endsWith(".json"));
        int failed = 0;
        for (Path file : files("pages")) {
            JsonNode page = new ObjectMapper().readTree(file.toFile());
            assertThat(page.path("url").textValue()).startsWith(local.siteUrl());
            failed += page.has("error") ? 1 : 0;
        }
        assertThat(failed).isEqualTo(2);
    }

    @Test
    void scrape_jsonToAFile() throws Exception {
        Result result = process("scrape", page("/faq.html"), "--json", "-o", "page.json");

        assertExitCode(result, 0);
        assertThat(result.out()).isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("page.json").toFile())
                        .path("markdown")
                        .textValue())
                .contains("# Questions");
    }

    @Test
    void urlsOnly_withAFolderOrJson_isWrongUsage() {
        assertExitCode(reader("crawl", page("/guide/"), "--urls-only", "-o", "pages"), 2);
        assertExitCode(reader("crawl", page("/guide/"), "--urls-only", "--json"), 2);
    }

    @Test
    void job_getResultsWaitAndRetry_ofAJobThatWasStartedBefore() throws Exception {
        Result started = reader("batch", page("/stations/saltmarsh.html"), page("/faq.html"), "--urls-only");
        assertExitCode(started, 3);
        String jobId = jobId(started);

        Result get = reader("job", "get", jobId);
        assertExitCode(get, 0);
        assertThat(get.out())
                .contains("Job        " + jobId + "\n", "Status     completed\n", "Mode       batch\n")
                .contains("Pages      2 of 2\n", "Credits    1\n");
        assertThat(json(reader("job", "get", jobId, "--json")).path("status").textValue())
                .isEqualTo("completed");

        Result results = process("job", "results", jobId, "-o", "pages");
        assertExitCode(results, 3);
        assertThat(files("pages")).hasSize(1);
        assertThat(results.err()).contains("Failed: " + page("/stations/saltmarsh.html"));
        assertThat(json(reader("job", "results", jobId, "--json")).path("results"))
                .hasSize(2);

        Result retry = reader("job", "retry", jobId);
        assertExitCode(retry, 0);
        assertThat(retry.out()).isEqualTo(jobId + "\tqueued\t1 pages\n");
        Result wait = reader("job", "wait", jobId, "--urls-only");
        assertExitCode(wait, 0);
        assertThat(wait.out().lines()).containsExactlyInAnyOrder(page("/stations/saltmarsh.html"), page("/faq.html"));
    }

    private static String jobId(Result result) {
        return result.err().lines().findFirst().orElseThrow().replace("Job ", "");
    }

    @Test
    void job_cancel_andAConflict() throws Exception {
        String jobId;
        try (ReaderClient client =
                ReaderClient.builder().apiKey(KEY).baseUrl(local.baseUrl()).build()) {
            jobId = client.createJob(BatchRequest.of(page("/reports/annual.html")))
                    .id();
        }

        Result cancelled = reader("job", "cancel", jobId, "--json");
        assertExitCode(cancelled, 0);
        assertThat(cancelled.out()).contains(jobId, "cancelled");
        Result again = reader("job", "cancel", jobId);
        assertExitCode(again, 1);
        assertThat(again.err()).contains("409 conflict");
        Result wait = reader("job", "wait", jobId);
        assertExitCode(wait, 1);
        assertThat(wait.err()).contains("reader job results " + jobId);
    }

    @Test
    void job_thatIsUnknown() {
        for (String command : List.of("get", "results", "wait", "cancel", "retry")) {
            Result result = reader("job", command, "job_none");
            assertExitCode(result, 1);
            assertThat(result.err()).contains("404 not_found");
        }
        assertExitCode(reader("job", "get", ""), 2);
    }

    @Test
    void aWaitThatTakesTooLong_saysHowToGoOn() {
        Result result = process("batch", page("/reports/annual.html"), "--max-wait", "1", "-o", "my pages");

        assertExitCode(result, 1);
        assertThat(result.err())
                .contains("The job continues on the server.")
                .contains("reader job wait " + jobId(result) + " -o 'my pages'\n")
                .contains("reader job cancel " + jobId(result) + "\n");
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
                reader("batch", page("/stations/saltmarsh.html"), page("/faq.html"), "--retry-failed", "--json");

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

        Result result = reader("batch", page("/faq.html"), "--urls-only");

        assertExitCode(result, 0);
        assertThat(result.out()).isEqualTo(page("/faq.html") + "\n");
    }
}
