package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.client.ReaderClient;
import dev.reader.examples.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code run}, {@code run status} and {@code run report}. */
@Timeout(300)
final class RunCommandTest extends CliTest {
    /** No server listens there. */
    private static final String FAILING = "http://127.0.0.1:1/";

    private Result run(String... arguments) {
        return runWithInput("", arguments);
    }

    private Result runWithInput(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--ledger", path("state/runs.db")));
        return readerWithInput(input, all.toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String urls(String... lines) throws IOException {
        return Files.write(folder.resolve("urls.txt"), List.of(lines)).toString();
    }

    private String threePages() throws IOException {
        return urls("# pages", page("/faq.html"), "", "  " + page("/about.html"), page("/faq.html"), FAILING);
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.sorted().toList();
        }
    }

    private List<JsonNode> lines(String file) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            all.add(new ObjectMapper().readTree(line));
        }
        return all;
    }

    private int usedCredits() {
        try (ReaderClient client =
                ReaderClient.builder().apiKey(KEY).baseUrl(local.baseUrl()).build()) {
            return client.getCredits().used();
        }
    }

    @Test
    void run_writesAFileForEachPage_andReportsFailures() throws Exception {
        Result result = run("pages", "-i", threePages(), "-o", path("pages"));

        assertExitCode(result, 3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("3 URLs in 1 job, at most 3 credits; 1 repeated")
                .contains("2 of 3 pages stored, 1 failed, 2 credits used, in " + path("pages"))
                .contains("reader run report pages");
        assertThat(files("pages"))
                .hasSize(2)
                .allSatisfy(file -> assertThat(file)
                        .content()
                        .startsWith("---\nurl: \"http://")
                        .contains("# "));

        Result status = run("status", "pages");
        assertExitCode(status, 0);
        assertThat(status.out())
                .contains("state            complete\n", "stored           2\n", "failed           1\n");
        Result report = run("report", "pages");
        assertExitCode(report, 0);
        assertThat(report.out()).startsWith("failed\t" + FAILING + "\t");
        assertThat(json(run("report", "pages", "--json")).path("url").textValue())
                .isEqualTo(FAILING);
        assertThat(json(run("status", "pages", "--json")).path("creditsUsed").intValue())
                .isEqualTo(2);
    }

    @Test
    void sameCommandAgain_costsAndChangesNothing() throws Exception {
        String[] command = {"pages", "-i", threePages(), "-o", path("pages"), "--json"};
        run(command);
        String written = Files.readString(folder.resolve("pages/pages.jsonl"));
        int credits = usedCredits();

        assertExitCode(run(command), 3);
        assertExitCode(run("pages"), 3);
        assertThat(Files.readString(folder.resolve("pages/pages.jsonl"))).isEqualTo(written);
        assertThat(usedCredits()).isEqualTo(credits);
    }

    @Test
    void jsonLines_holdAPageEach_andLoseATornEnd() throws Exception {
        String[] command = {"pages", "-i", threePages(), "-o", path("pages"), "--json"};
        run(command);
        List<JsonNode> lines = lines("pages/pages.jsonl");
        assertThat(lines).hasSize(2).allSatisfy(line -> {
            assertThat(line.path("key").textValue()).hasSize(32);
            assertThat(line.path("change").textValue()).isEqualTo("NEW");
            assertThat(line.path("page").path("markdown").textValue()).contains("# ");
        });
        assertThat(lines)
                .extracting(line -> line.path("url").textValue())
                .containsExactlyInAnyOrder(page("/faq.html"), page("/about.html"));

        // as a kill between the write and the commit leaves it
        Files.writeString(folder.resolve("pages/pages.jsonl"), "{\"key\":\"torn", StandardOpenOption.APPEND);
        run(command);
        assertThat(lines("pages/pages.jsonl")).isEqualTo(lines);
    }

    @Test
    void jsonLines_thatLostBytes_areAnError() throws Exception {
        String[] command = {"pages", "-i", threePages(), "-o", path("pages"), "--json"};
        run(command);
        Files.writeString(folder.resolve("pages/pages.jsonl"), "{}\n");

        Result result = run(command);
        assertExitCode(result, 2);
        assertThat(result.err()).contains("has 3 bytes, but the run has written ");
        Files.writeString(folder.resolve("other.jsonl"), "{}\n");
        Result other = run("other", "-i", path("urls.txt"), "-o", folder.toString(), "--json");
        assertExitCode(other, 2);
        assertThat(other.err()).contains("other.jsonl exists");
    }

    @Test
    void creditsThatAreTooFew_stopTheRun_andMoreContinueIt() throws Exception {
        String[] command = {"pages", "-i", threePages(), "-o", path("pages"), "--credits", "2"};
        Result result = run(command);

        assertExitCode(result, 1);
        assertThat(result.err()).contains("The limit of 2 credits is reached", "Continue with a higher --credits");
        assertThat(usedCredits()).isZero();
        assertThat(run("status", "pages").out()).contains("stopped; the same command continues it");
        command[6] = "3";
        assertExitCode(run(command), 3);
        assertThat(files("pages")).hasSize(2);
    }

    @Test
    void changedSince_writesWhatIsNew_andReportsWhatIsGone() throws Exception {
        run("one", "-i", threePages(), "-o", path("one"));
        String changed = urls(page("/faq.html"), page("/guide/"));
        Result result = run("two", "-i", changed, "-o", path("two"), "--json", "--changed-since", "one");

        assertExitCode(result, 0);
        assertThat(lines("two/two.jsonl"))
                .extracting(line -> line.path("url").textValue())
                .containsExactly(page("/guide/"));
        assertThat(run("report", "two").out()).isEqualTo("gone\t" + page("/about.html") + "\n");
        assertThat(run("status", "two").out()).contains("unchanged        1\n", "new              1\n");
    }

    @Test
    void inputs_areListsCsvAndSitemaps() throws Exception {
        Files.writeString(folder.resolve("pages.csv"), "id,link\n1," + page("/faq.html") + "\n");
        assertExitCode(run("csv", "-i", path("pages.csv"), "--column", "link", "-o", path("csv")), 0);
        assertThat(files("csv")).hasSize(1);

        Files.writeString(
                folder.resolve("sitemap.xml"), "<urlset><url><loc>" + page("/faq.html") + "</loc></url></urlset>");
        assertExitCode(run("map", "-i", path("sitemap.xml"), "-o", path("map")), 0);
        assertThat(files("map")).hasSize(1);

        assertExitCode(runWithInput(page("/faq.html") + "\n", "list", "-i", "-", "-o", path("list")), 0);
        Result again = runWithInput("", "list", "-i", "-", "-o", path("list"));
        assertExitCode(again, 0);
        assertThat(again.err()).contains("standard input is not read");
        assertThat(files("list")).hasSize(1);
    }

    @Test
    void mistakesInTheInput_areNamed_beforeAnythingIsSent() throws Exception {
        Result missing = run("pages", "-i", path("none.txt"), "-o", path("pages"));
        assertExitCode(missing, 1);
        assertThat(missing.err()).contains("none.txt: no such file");

        Result empty = run("pages", "-i", urls("# nothing"), "-o", path("pages"));
        assertExitCode(empty, 2);
        assertThat(empty.err()).contains("urls.txt has no URLs");

        Files.writeString(folder.resolve("pages.csv"), "id,link\n1," + page("/faq.html") + "\n");
        Result column = run("pages", "-i", path("pages.csv"), "--column", "url", "-o", path("pages"));
        assertExitCode(column, 1);
        assertThat(column.err()).contains("no column \"url\"; the columns are id, link");

        Result sitemap = run("pages", "-i", local.siteUrl() + "/none.xml", "-o", path("pages"));
        assertExitCode(sitemap, 1);
        assertThat(sitemap.err()).contains("/none.xml: the server responded with status 404");

        assertExitCode(run("pages", "-i", threePages()), 2);
        assertThat(run("pages").err()).contains("is new, so it needs an input (-i) and a folder (-o)");
        assertExitCode(run("../pages", "-i", threePages(), "-o", path("pages")), 2);
        assertThat(run().err()).contains("Missing required parameter: 'NAME'");
        Files.writeString(folder.resolve("file"), "");
        assertThat(run("pages", "-i", threePages(), "-o", path("file")).err()).contains("file: not a folder");
        assertThat(usedCredits()).isZero();

        // none of these mistakes keeps the name from being used
        assertExitCode(run("pages", "-i", threePages(), "-o", path("pages")), 3);
    }

    @Test
    void runThatIsContinuedInAnotherWay_isRejected() throws Exception {
        String urls = threePages();
        run("pages", "-i", urls, "-o", path("pages"));

        Result folder = run("pages", "-i", urls, "-o", path("other"));
        assertExitCode(folder, 2);
        assertThat(folder.err()).contains("writes to " + path("pages") + ", not " + path("other"));
        assertThat(run("pages", "-i", urls, "-o", path("pages"), "--json").err())
                .contains("writes Markdown files, not JSON Lines");
        Result options = run("pages", "-i", urls, "-o", path("pages"), "--no-main-content");
        assertExitCode(options, 2);
        assertThat(options.err()).contains("was planned with the options");

        Files.copy(Path.of(urls), this.folder.resolve("copy.txt"));
        Result input = run("pages", "-i", path("copy.txt"), "-o", path("pages"));
        assertExitCode(input, 2);
        assertThat(input.err()).contains("has the input " + urls);

        urls(page("/guide/"));
        Result changed = run("pages", "-i", urls, "-o", path("pages"));
        assertExitCode(changed, 2);
        assertThat(changed.err()).contains("urls.txt has changed since the run", "--changed-since pages");
    }

    @Test
    void unknownNames_areAnsweredWithTheKnownOnes() throws Exception {
        assertThat(run("status", "pages").err())
                .contains("there is no run \"pages\"")
                .doesNotContain("the runs are");
        run("pages", "-i", threePages(), "-o", path("pages"));

        Result status = run("status", "page");
        assertExitCode(status, 2);
        assertThat(status.err()).contains("there is no run \"page\"", "the runs are pages");
        assertThat(run("two", "-i", path("urls.txt"), "-o", path("two"), "--changed-since", "page")
                        .err())
                .contains("there is no run \"page\"");
    }

    @Test
    void runThatAnotherProcessExecutes_isLeftAlone() throws Exception {
        String urls = threePages();
        run("pages", "-i", urls, "-o", path("pages"));
        try (RunBook book = RunBook.open(folder.resolve("state/runs.db"));
                var reservation = book.reserve("pages")) {
            assertThat(reservation).isNotNull();
            Result second = run("pages", "-i", urls, "-o", path("pages"));
            assertExitCode(second, 2);
            assertThat(second.err()).contains("is being executed by another process");
            assertThat(run("status", "pages").out()).contains("state            running\n");
        }
        assertExitCode(run("pages", "-i", urls, "-o", path("pages")), 3);
    }
}
