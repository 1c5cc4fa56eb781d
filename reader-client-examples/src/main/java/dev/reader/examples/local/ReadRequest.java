package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/read}, checked. */
record ReadRequest(
        Mode mode,
        List<String> urls,
        ReadOptions options,
        int concurrency,
        int maxDepth,
        int maxPages,
        @Nullable JobWebhook webhook) {

    private static final int MAX_URLS = 1_000;
    private static final int DEFAULT_CONCURRENCY = 5;
    private static final int MAX_CONCURRENCY = 20;

    /** What the body decides on. */
    enum Mode {
        SCRAPE,
        BATCH,
        CRAWL;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Throws {@code invalid_request} with every issue, or {@code url_blocked}. */
    static ReadRequest of(ObjectNode body, UrlPolicy policy) {
        Fields fields = new Fields(body);
        boolean batch = fields.has("urls");
        if (batch == fields.has("url")) {
            fields.issue("url", "required", "either url or urls is required");
        }
        Mode mode = batch ? Mode.BATCH : fields.has("maxDepth") || fields.has("maxPages") ? Mode.CRAWL : Mode.SCRAPE;
        List<String> urls = batch ? batchUrls(fields) : List.of(fields.required("url", 1, 8_192));
        ReadOptions options = ReadOptions.of(fields);
        if (options.extract() != null && mode != Mode.SCRAPE) {
            fields.issue("extract", "not_allowed", "is for the scrape of one URL only");
        }
        int batchConcurrency = fields.integer("batchConcurrency", 1, MAX_CONCURRENCY, DEFAULT_CONCURRENCY);
        int slots = fields.integer("maxConcurrency", 1, Integer.MAX_VALUE, MAX_CONCURRENCY);
        int maxDepth = fields.integer("maxDepth", 1, 10, 2);
        int maxPages = fields.integer("maxPages", 1, 10_000, 20);
        JobWebhook webhook = JobWebhook.of(fields);
        for (int i = 0; i < urls.size(); i++) {
            if (UrlPolicy.parse(urls.get(i)) == null && !urls.get(i).isEmpty()) {
                fields.issue(batch ? "urls." + i : "url", "invalid_url", "is no absolute URL");
            }
        }
        fields.check();
        urls = urls.stream().map(String::strip).toList();
        urls.forEach(url -> policy.check(URI.create(url)));
        return new ReadRequest(mode, urls, options, Math.min(batchConcurrency, slots), maxDepth, maxPages, webhook);
    }

    private static List<String> batchUrls(Fields fields) {
        List<String> urls = fields.strings("urls");
        if (urls.isEmpty()) {
            fields.issue("urls", "too_small", "must hold a URL");
        } else if (urls.size() > MAX_URLS) {
            fields.issue("urls", "too_big", "must hold at most " + MAX_URLS + " URLs");
        }
        return urls;
    }
}
