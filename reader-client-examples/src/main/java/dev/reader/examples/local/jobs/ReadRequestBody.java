package dev.reader.examples.local.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.RequestFields;
import dev.reader.examples.local.http.UrlPolicy;
import dev.reader.examples.local.scrape.ReadKind;
import dev.reader.examples.local.scrape.ScrapeOptions;
import dev.reader.examples.local.webhook.PerJobWebhook;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The validated body of {@code POST /v1/read}. */
record ReadRequestBody(
        Mode mode,
        List<String> urls,
        ScrapeOptions options,
        int concurrency,
        int maxDepth,
        int maxPages,
        @Nullable PerJobWebhook webhook) {

    private static final int MAX_URLS = 1_000;
    private static final int DEFAULT_CONCURRENCY = 5;
    private static final int MAX_CONCURRENCY = 20;

    /** The kind of request, which depends on the fields. */
    enum Mode {
        SCRAPE,
        BATCH,
        CRAWL;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Parses a body. Throws {@code invalid_request} with every issue, or {@code url_blocked}. */
    static ReadRequestBody of(ObjectNode body, UrlPolicy policy) {
        RequestFields fields = new RequestFields(body);
        boolean batch = fields.has("urls");
        if (batch == fields.has("url")) {
            fields.issue("url", "required", "either url or urls is required");
        }
        Mode mode = batch ? Mode.BATCH : fields.has("maxDepth") || fields.has("maxPages") ? Mode.CRAWL : Mode.SCRAPE;
        List<String> urls = batch ? batchUrls(fields) : List.of(fields.required("url", 1, 8_192));
        ScrapeOptions options = ScrapeOptions.of(fields, kind(mode, fields.bool("scrape", true)));
        if (options.extract() != null && mode != Mode.SCRAPE) {
            fields.issue("extract", "not_allowed", "is allowed only for a scrape of one URL");
        }
        int batchConcurrency = fields.integer("batchConcurrency", 1, MAX_CONCURRENCY, DEFAULT_CONCURRENCY);
        int maxConcurrency = fields.integer("maxConcurrency", 1, Integer.MAX_VALUE, MAX_CONCURRENCY);
        int maxDepth = fields.integer("maxDepth", 1, 10, 2);
        int maxPages = fields.integer("maxPages", 1, 10_000, 20);
        PerJobWebhook webhook = PerJobWebhook.of(fields);
        for (int i = 0; i < urls.size(); i++) {
            if (UrlPolicy.parse(urls.get(i)) == null && (batch || !urls.get(i).isEmpty())) {
                fields.issue(batch ? "urls." + i : "url", "invalid_url", "is not an absolute URL");
            }
        }
        fields.check();
        urls = urls.stream().map(String::strip).toList();
        urls.forEach(url -> policy.check(URI.create(url)));
        return new ReadRequestBody(
                mode, urls, options, Math.min(batchConcurrency, maxConcurrency), maxDepth, maxPages, webhook);
    }

    /** Returns what the pages are read for. Only a crawl can discover URLs without their content. */
    private static ReadKind kind(Mode mode, boolean content) {
        return switch (mode) {
            case SCRAPE -> ReadKind.SCRAPE;
            case BATCH -> ReadKind.BATCH;
            case CRAWL -> content ? ReadKind.CRAWL : ReadKind.DISCOVERY;
        };
    }

    private static List<String> batchUrls(RequestFields fields) {
        List<String> urls = fields.strings("urls");
        if (urls.isEmpty() && fields.get("urls").isArray()) {
            fields.issue("urls", "too_small", "must contain at least one URL");
        } else if (urls.size() > MAX_URLS) {
            fields.issue("urls", "too_big", "must contain at most " + MAX_URLS + " URLs");
        }
        return urls;
    }
}
