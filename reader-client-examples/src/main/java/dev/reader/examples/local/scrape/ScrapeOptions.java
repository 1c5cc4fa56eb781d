package dev.reader.examples.local.scrape;

import dev.reader.examples.local.http.RequestFields;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/** The validated fields of {@code POST /v1/read} that apply to each page. */
public record ScrapeOptions(
        ReadKind kind,
        Set<String> formats,
        boolean onlyMainContent,
        List<String> includeTags,
        List<String> excludeTags,
        @Nullable String waitForSelector,
        Duration timeout,
        String proxyMode,
        boolean cache,
        @Nullable ExtractionOptions extract) {

    private static final Set<String> FORMATS = Set.of("markdown", "html", "screenshot");
    private static final Set<String> PROXY_MODES = Set.of("standard", "premium", "stealth", "auto");
    private static final int PREMIUM_CREDITS = 3;

    /** Parses the options; problems become issues of the fields. */
    public static ScrapeOptions of(RequestFields fields, ReadKind kind) {
        List<String> formats = fields.has("formats") ? fields.strings("formats") : List.of("markdown");
        for (int i = 0; i < formats.size(); i++) {
            if (!FORMATS.contains(formats.get(i))) {
                fields.issue("formats." + i, "invalid_enum_value", "is not a known format: " + formats.get(i));
            }
        }
        String proxyMode = fields.string("proxyMode", 1, 64);
        if (proxyMode != null && !PROXY_MODES.contains(proxyMode)) {
            fields.issue("proxyMode", "invalid_enum_value", "is not a known proxy mode: " + proxyMode);
        }
        String waitFor = fields.string("waitForSelector", 1, 1_000);
        if (waitFor != null) {
            checkSelector(fields, "waitForSelector", waitFor);
        }
        return new ScrapeOptions(
                kind,
                Set.copyOf(formats),
                fields.bool("onlyMainContent", true),
                selectors(fields, "includeTags"),
                selectors(fields, "excludeTags"),
                waitFor,
                Duration.ofMillis(fields.integer("timeoutMs", 1_000, 120_000, 30_000)),
                proxyMode == null ? "standard" : proxyMode,
                fields.bool("cache", true),
                ExtractionOptions.of(fields));
    }

    /** Returns whether a cached page may be the response. */
    boolean readsCache() {
        return cache && fillsCache();
    }

    /** Returns whether the page is stored in the cache. */
    boolean fillsCache() {
        return kind == ReadKind.SCRAPE && !formats.contains("screenshot");
    }

    /**
     * Returns the cost of a page that is not cached. A discovery is charged with its first page.
     *
     * @param depth the number of links from the first page of a crawl
     */
    public int pagePrice(int depth) {
        return switch (kind) {
            case DISCOVERY -> depth == 0 ? 1 : 0;
            case CRAWL -> 1;
            case SCRAPE, BATCH -> isPremium() ? PREMIUM_CREDITS : 1;
        };
    }

    private boolean isPremium() {
        return proxyMode.equals("premium") || proxyMode.equals("stealth");
    }

    private static List<String> selectors(RequestFields fields, String name) {
        List<String> selectors = fields.strings(name);
        for (int i = 0; i < selectors.size(); i++) {
            checkSelector(fields, name + "." + i, selectors.get(i));
        }
        return selectors;
    }

    private static void checkSelector(RequestFields fields, String name, String selector) {
        try {
            QueryParser.parse(selector);
        } catch (Selector.SelectorParseException | IllegalArgumentException e) {
            fields.issue(name, "invalid_selector", "is not a valid CSS selector: " + selector);
        }
    }
}
