package dev.reader.examples.cli;

import dev.reader.client.CrawlRequest;
import dev.reader.client.JobRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Crawls a site. */
@Command(
        name = "crawl",
        description = "Crawls a site from its first page: follows links on the same host.",
        footer = {
            "",
            "Example:",
            "  reader crawl https://docs.example.com --max-pages 50 -o docs",
            "  reader crawl https://docs.example.com --urls-only"
        })
final class CrawlCommand extends JobCommand {
    @Parameters(paramLabel = "URL", description = "URL of the first page")
    String url = "";

    @Option(
            names = "--max-depth",
            paramLabel = "N",
            description = "Maximum number of links from the first page, 1 to 10 (default: 2)")
    @Nullable
    Integer maxDepth;

    @Option(names = "--max-pages", paramLabel = "N", description = "Maximum number of pages, 1 to 10000 (default: 20)")
    @Nullable
    Integer maxPages;

    CrawlCommand(CliContext context) {
        super(context);
    }

    @Override
    JobRequest request() {
        CrawlRequest.Builder builder = options.apply(CrawlRequest.builder(Urls.complete(url)));
        if (maxDepth != null) {
            builder.maxDepth(maxDepth);
        }
        if (maxPages != null) {
            builder.maxPages(maxPages);
        }
        if (maxConcurrency != null) {
            builder.maxConcurrency(maxConcurrency);
        }
        return builder.build();
    }
}
