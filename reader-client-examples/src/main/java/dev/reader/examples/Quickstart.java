package dev.reader.examples;

import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.error.ReaderException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobRetry;
import dev.reader.client.model.Page;
import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the main workflow: scrapes a page, crawls a site and shows its progress, prints the results, retries the failed
 * pages, and writes the Markdown to files.
 *
 * <p>Runs against the real service if {@code READER_API_KEY} is set, otherwise against the local Reader and its sample
 * site. Takes one optional argument: the site to crawl.
 */
public final class Quickstart {
    /** The folder that the Markdown files are written to. */
    public static final Path FOLDER = Path.of("target", "quickstart");

    private static final String DEFAULT_SITE = "https://reader.dev/";
    private static final int MAX_PAGES = 20;
    private static final int PREVIEW_LINES = 8;

    private final ReaderClient reader;
    private final PrintStream out;

    private Quickstart(ReaderClient reader, PrintStream out) {
        this.reader = reader;
        this.out = out;
    }

    public static void main(String[] args) {
        int exitCode = StandardOutput.run(out -> run(System.getenv(), args, out));
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Runs the quick start and returns the exit code of the process. */
    public static int run(Map<String, String> environment, String[] args, PrintStream out) {
        String key = environment.get("READER_API_KEY");
        String site = args.length > 0 ? args[0] : null;
        try {
            if (key == null || key.isBlank()) {
                runLocally(site, out);
            } else {
                try (ReaderClient reader = ReaderClient.fromEnvironment()) {
                    new Quickstart(reader, out).run(site == null ? DEFAULT_SITE : site);
                }
            }
            return 0;
        } catch (ReaderException | IllegalArgumentException | IOException e) {
            System.err.println("Failed: " + TerminalText.line(String.valueOf(e.getMessage())));
            return 1;
        }
    }

    private static void runLocally(@Nullable String site, PrintStream out) throws IOException {
        try (LocalReader local = LocalReader.builder().start();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .build()) {
            out.println("READER_API_KEY is not set, so this runs against a local Reader at " + local.baseUrl());
            out.println("and its sample site. Set the key to run against the real service.");
            new Quickstart(reader, out).run(site == null ? local.siteUrl() : site);
        }
    }

    private void run(String site) throws IOException {
        MarkdownFiles files = MarkdownFiles.in(FOLDER);
        heading("Scrape " + site);
        Page page = reader.scrape(site);
        String markdown = page.markdown() == null ? "" : page.markdown();
        markdown.lines().limit(PREVIEW_LINES).forEach(this::preview);
        out.println("  | … " + markdown.length() + " characters in total");

        heading("Crawl " + site);
        Job started = reader.createJob(
                CrawlRequest.builder(site).maxDepth(3).maxPages(MAX_PAGES).build());
        Job job = waitFor(started.id());
        out.print(PageTable.of(job.results(), Terminal.ofStandardOutput().columns()));

        if (!job.failedPages().isEmpty()) {
            job = retry(job);
        }

        heading("Write the Markdown to " + FOLDER);
        Path last = null;
        for (Page result : job.results()) {
            Path file = files.write(result);
            last = file == null ? last : file;
        }
        out.println(files.count() + " files" + (last == null ? "." : ", for example " + last));
        out.println("Job " + job.id() + " " + job.status() + " and cost " + job.creditsUsed() + " credits.");
    }

    private Job waitFor(String jobId) {
        try (ProgressDisplay display = ProgressDisplay.onStandardError()) {
            return reader.waitForJob(
                    jobId, WaitOptions.builder().onProgress(display::show).build());
        }
    }

    private Job retry(Job job) {
        heading("Retry the failed pages");
        showFailures(job);
        JobRetry retry = reader.retryJob(job.id());
        out.println("Retrying failed pages: " + retry.retrying() + ". The job is " + retry.status() + " again.");
        Job retried = waitFor(job.id());
        int recovered = job.failedPages().size() - retried.failedPages().size();
        out.println(recovered + " of " + job.failedPages().size() + " succeeded"
                + (retried.failedPages().isEmpty() ? "." : "; still failing:"));
        showFailures(retried);
        return retried;
    }

    private void showFailures(Job job) {
        job.failedPages().forEach(page -> out.println(TerminalText.line("  " + page.url() + ": " + page.error())));
    }

    private void preview(String line) {
        Terminal terminal = Terminal.ofStandardOutput();
        String text = "  | " + TerminalText.line(line);
        out.println(terminal.isAttached() ? TerminalText.start(text, terminal.columns()) : text);
    }

    private void heading(String text) {
        out.println();
        out.println("== " + text);
        out.flush();
    }
}
