package dev.reader.examples;

import dev.reader.client.CrawlRequest;
import dev.reader.client.JobStream;
import dev.reader.client.ReaderClient;
import dev.reader.client.error.ReaderException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobProgress;
import dev.reader.client.model.Page;
import dev.reader.examples.local.LocalReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Crawls a site and shows its progress live, from the job's event stream.
 *
 * <p>Runs against the real service if {@code READER_API_KEY} is set, otherwise against the local Reader and its sample
 * site. Takes two optional arguments: the site to crawl and, for the local Reader, a fault to switch on, such as {@code
 * cut-stream:5}. The fault loses no pages.
 */
public final class CrawlLive {
    private static final String DEFAULT_SITE = "https://reader.dev/";
    private static final int MAX_PAGES = 50;

    private final ReaderClient reader;
    private final PrintStream out;

    private CrawlLive(ReaderClient reader, PrintStream out) {
        this.reader = reader;
        this.out = out;
    }

    public static void main(String[] args) {
        int exitCode = StandardOutput.run(out -> run(System.getenv(), args, out));
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static int run(Map<String, String> environment, String[] args, PrintStream out) {
        String key = environment.get("READER_API_KEY");
        String site = args.length > 0 ? args[0] : null;
        String fault = args.length > 1 ? args[1] : null;
        try {
            if (key == null || key.isBlank()) {
                crawlLocally(site, fault, out);
            } else {
                try (ReaderClient reader = ReaderClient.fromEnvironment()) {
                    new CrawlLive(reader, out).crawl(site == null ? DEFAULT_SITE : site);
                }
            }
            return 0;
        } catch (ReaderException | IllegalArgumentException e) {
            System.err.println("Failed: " + TerminalText.line(String.valueOf(e.getMessage())));
            return 1;
        }
    }

    private static void crawlLocally(@Nullable String site, @Nullable String fault, PrintStream out) {
        try (LocalReader local = LocalReader.builder().start();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .build()) {
            out.println("READER_API_KEY is not set, so this crawls the sample site of a local Reader.");
            out.flush();
            if (fault != null) {
                local.faults().add(fault);
            }
            new CrawlLive(reader, out).crawl(site == null || site.equals("sample") ? local.siteUrl() : site);
        }
    }

    private void crawl(String site) {
        Job job = reader.createJob(
                CrawlRequest.builder(site).maxDepth(3).maxPages(MAX_PAGES).build());
        List<Page> pages = new ArrayList<>();
        List<JobEvent.PageFailed> failures = new ArrayList<>();
        JobEvent.Done done = null;
        try (ProgressDisplay display = ProgressDisplay.onStandardError();
                JobStream events = reader.stream(job.id())) {
            for (JobEvent event : events) {
                if (event instanceof JobEvent.Progress progress) {
                    display.show(new JobProgress(job.id(), progress.status(), progress.completed(), progress.total()));
                } else if (event instanceof JobEvent.PageReady ready) {
                    pages.add(ready.page());
                } else if (event instanceof JobEvent.PageFailed failed) {
                    failures.add(failed);
                } else if (event instanceof JobEvent.Done last) {
                    done = last;
                    display.show(new JobProgress(job.id(), last.status(), last.completed(), last.total()));
                }
            }
        }
        out.print(PageTable.of(pages, Terminal.ofStandardOutput().columns()));
        failures.forEach(failed -> out.println(TerminalText.line("failed: " + failed.url() + ": " + failed.error())));
        if (done != null) {
            out.println("Job " + done.status() + ": " + pages.size() + " pages read, " + failures.size() + " failed, "
                    + done.total() + " in total.");
        }
    }
}
