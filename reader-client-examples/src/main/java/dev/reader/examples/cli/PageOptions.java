package dev.reader.examples.cli;

import dev.reader.client.ReadRequest;
import dev.reader.client.model.ProxyMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How pages are read: the options that a scrape, a crawl and a batch share. */
final class PageOptions {
    @Option(names = "--no-main-content", description = "keep navigation, headers and footers")
    boolean wholePage;

    @Option(names = "--include-tags", split = ",", paramLabel = "CSS", description = "what to keep; runs first")
    List<String> includeTags = new ArrayList<>();

    @Option(names = "--exclude-tags", split = ",", paramLabel = "CSS", description = "what to leave out")
    List<String> excludeTags = new ArrayList<>();

    @Option(names = "--wait-for", paramLabel = "CSS", description = "what has to be on the page before it is read")
    @Nullable
    String waitFor;

    @Option(names = "--timeout", paramLabel = "MS", description = "how long a page may take, 1000 to 120000 (30000)")
    @Nullable
    Long timeoutMillis;

    @Option(names = "--proxy-mode", paramLabel = "MODE", description = "standard (1 credit) or premium (3)")
    @Nullable
    String proxyMode;

    @Option(names = "--no-cache", description = "read each page anew")
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
