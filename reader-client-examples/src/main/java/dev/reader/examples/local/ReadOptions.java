package dev.reader.examples.local;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/** The fields of {@code POST /v1/read} that say how one page is read, whatever the kind of request. */
record ReadOptions(
        Set<String> formats,
        boolean onlyMainContent,
        List<String> includeTags,
        List<String> excludeTags,
        @Nullable String waitForSelector,
        Duration timeout,
        String proxyMode,
        boolean cache,
        @Nullable Extraction extract) {

    private static final Set<String> FORMATS = Set.of("markdown", "html", "rawHtml", "screenshot");
    private static final Set<String> PROXY_MODES = Set.of("standard", "premium", "stealth", "auto");
    private static final int PREMIUM_CREDITS = 3;

    /** Reads the options; what is wrong becomes issues of the fields. */
    static ReadOptions of(Fields fields) {
        List<String> formats = fields.has("formats") ? fields.strings("formats") : List.of("markdown");
        if (formats.isEmpty()) {
            fields.issue("formats", "too_small", "must name a format");
        }
        for (int i = 0; i < formats.size(); i++) {
            if (!FORMATS.contains(formats.get(i))) {
                fields.issue("formats." + i, "invalid_enum_value", "is no known format: " + formats.get(i));
            }
        }
        String proxyMode = fields.string("proxyMode", 1, 64);
        if (proxyMode != null && !PROXY_MODES.contains(proxyMode)) {
            fields.issue("proxyMode", "invalid_enum_value", "is no known mode: " + proxyMode);
        }
        String waitFor = fields.string("waitForSelector", 1, 1_000);
        if (waitFor != null) {
            checkSelector(fields, "waitForSelector", waitFor);
        }
        return new ReadOptions(
                Set.copyOf(formats),
                fields.bool("onlyMainContent", true),
                selectors(fields, "includeTags"),
                selectors(fields, "excludeTags"),
                waitFor,
                Duration.ofMillis(fields.integer("timeoutMs", 1_000, 120_000, 30_000)),
                proxyMode == null ? "standard" : proxyMode,
                fields.bool("cache", true),
                Extraction.of(fields));
    }

    /** What an extraction costs beside the page, when it is wanted and succeeds. */
    int extractionPrice() {
        return extract == null ? 0 : Extraction.PRICE;
    }

    /** The credits that a page costs which is not in the cache. */
    int pagePrice() {
        return proxyMode.equals("premium") || proxyMode.equals("stealth") ? PREMIUM_CREDITS : 1;
    }

    private static List<String> selectors(Fields fields, String name) {
        List<String> selectors = fields.strings(name);
        for (int i = 0; i < selectors.size(); i++) {
            checkSelector(fields, name + "." + i, selectors.get(i));
        }
        return selectors;
    }

    private static void checkSelector(Fields fields, String name, String selector) {
        try {
            QueryParser.parse(selector);
        } catch (Selector.SelectorParseException | IllegalArgumentException e) {
            fields.issue(name, "invalid_selector", "is no CSS selector: " + selector);
        }
    }
}
