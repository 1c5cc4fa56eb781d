package dev.reader.examples.cli;

import dev.reader.client.CrawlRequest;
import dev.reader.client.JobRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a site, link by link. */
@Command(
        name = "crawl",
        description = "Reads a site from a first page, link by link, staying on its host.",
        footer = {
            "",
            "Example:",
            "  reader crawl https://docs.example.com --max-pages 50 -o docs",
            "  reader crawl https://docs.example.com --urls-only"
        })
final class CrawlCommand extends JobCommand {
    @Parameters(paramLabel = "URL", description = "the first page")
    String url = "";

    @Option(names = "--max-depth", paramLabel = "N", description = "how many links deep, 1 to 10 (2)")
    @Nullable
    Integer maxDepth;

    @Option(names = "--max-pages", paramLabel = "N", description = "how many pages at most, 1 to 10000 (20)")
    @Nullable
    Integer maxPages;

    CrawlCommand(Context context) {
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
