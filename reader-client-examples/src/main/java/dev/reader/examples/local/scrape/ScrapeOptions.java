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
        Set<String> formats,
        boolean onlyMainContent,
        List<String> includeTags,
        List<String> excludeTags,
        @Nullable String waitForSelector,
        Duration timeout,
        String proxyMode,
        boolean cache,
        @Nullable ExtractionOptions extract) {

    private static final Set<String> FORMATS = Set.of("markdown", "html", "rawHtml", "screenshot");
    private static final Set<String> PROXY_MODES = Set.of("standard", "premium", "stealth", "auto");
    private static final int PREMIUM_CREDITS = 3;

    /** Parses the options; problems become issues of the fields. */
    public static ScrapeOptions of(RequestFields fields) {
        List<String> formats = fields.has("formats") ? fields.strings("formats") : List.of("markdown");
        if (formats.isEmpty()) {
            fields.issue("formats", "too_small", "must contain at least one format");
        }
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

    /** Returns the maximum cost of the extraction in addition to the page. */
    int extractionPrice() {
        return extract == null ? 0 : ExtractionOptions.PRICE;
    }

    /** Returns the cost of a page that is not cached. */
    int pagePrice() {
        return proxyMode.equals("premium") || proxyMode.equals("stealth") ? PREMIUM_CREDITS : 1;
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
