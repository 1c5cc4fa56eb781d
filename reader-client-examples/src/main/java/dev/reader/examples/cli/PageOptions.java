package dev.reader.examples.cli;

import dev.reader.client.ReadRequest;
import dev.reader.client.model.ProxyMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for reading a page that scrape, extract, crawl and batch share. */
final class PageOptions {
    @Option(names = "--no-main-content", description = "Keep navigation, headers and footers")
    boolean wholePage;

    @Option(
            names = "--include-tags",
            split = ",",
            paramLabel = "CSS",
            description = "Elements to keep; applied before --exclude-tags")
    List<String> includeTags = new ArrayList<>();

    @Option(names = "--exclude-tags", split = ",", paramLabel = "CSS", description = "Elements to remove")
    List<String> excludeTags = new ArrayList<>();

    @Option(names = "--wait-for", paramLabel = "CSS", description = "Element to wait for before the page is read")
    @Nullable
    String waitFor;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            description = "Time limit for a page in milliseconds, 1000 to 120000 (default: 30000)")
    @Nullable
    Long timeoutMillis;

    @Option(
            names = "--proxy-mode",
            paramLabel = "MODE",
            description = "standard (1 credit, default) or premium (3 credits)")
    @Nullable
    String proxyMode;

    @Option(names = "--no-cache", description = "Do not use cached pages")
    boolean noCache;

    <B extends ReadRequest.Builder<B>> B apply(B builder) {
        if (wholePage) {
            builder.onlyMainContent(false);
        }
        if (!includeTags.isEmpty()) {
            builder.includeTags(stripped(includeTags));
        }
        if (!excludeTags.isEmpty()) {
            builder.excludeTags(stripped(excludeTags));
        }
        if (waitFor != null) {
            builder.waitForSelector(waitFor);
        }
        if (timeoutMillis != null) {
            builder.timeout(Duration.ofMillis(timeoutMillis));
        }
        if (proxyMode != null) {
            builder.proxyMode(ProxyMode.of(proxyMode));
        }
        if (noCache) {
            builder.cache(false);
        }
        return builder;
    }

    private static List<String> stripped(List<String> selectors) {
        return selectors.stream().map(String::strip).toList();
    }
}
