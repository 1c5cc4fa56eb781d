package dev.reader.examples.local.scrape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.FaultSource;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.http.UrlPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Turns a URL into a page: reads it from the cache or fetches it, selects its content, converts it and adds metadata.
 * All of it, the conversion included, must be done within the time limit of the request.
 */
public final class PageScraper {
    private static final Duration SELECTOR_POLL_INTERVAL = Duration.ofMillis(250);
    private static final int HEAP_SHARE = 8;

    private final ExecutorService executor;
    private final Fetcher fetcher;
    private final Screenshots screenshots;
    private final PageCache cache;
    private final Clock clock;

    /**
     * Creates a scraper.
     *
     * @param executor runs requests and conversions; the caller closes it
     */
    public PageScraper(
            ExecutorService executor, UrlPolicy policy, FaultSource faults, Chromium chromium, Clock clock, Dns dns) {
        this.executor = executor;
        this.fetcher = new Fetcher(executor, policy, faults, dns);
        this.screenshots = new Screenshots(chromium, executor);
        this.cache = new PageCache(clock, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        this.clock = clock;
    }

    /**
     * Returns the maximum cost of the page in credits.
     *
     * @param depth the number of links from the first page of a crawl
     */
    public int price(String url, ScrapeOptions options, int depth) {
        return options.extract() == null && cached(url, options) != null ? 0 : options.pagePrice(depth);
    }

    /** Releases the connections. */
    public void close() {
        fetcher.close();
    }

    private PageCache.@Nullable Entry cached(String url, ScrapeOptions options) {
        return options.readsCache() ? cache.get(PageCache.Key.of(url, options)) : null;
    }

    /**
     * Scrapes the page. A status of 400 or above results in a page with an error, which costs nothing.
     *
     * @param depth the number of links from the first page of a crawl
     * @throws ApiException if the site sends no usable response
     */
    public ScrapedPage scrape(String url, ScrapeOptions options, int depth) throws InterruptedException {
        ScrapeDeadline deadline = new ScrapeDeadline(options.timeout());
        PageCache.Entry hit = cached(url, options);
        FetchedDocument document = hit == null ? fetch(URI.create(url), options, deadline) : hit.document();
        Instant scrapedAt = hit == null ? clock.instant() : hit.scrapedAt();
        ObjectNode json = JsonNodes.object().put("url", url);
        if (!document.finalUrl().toString().equals(url)) {
            json.put("finalUrl", document.finalUrl().toString());
        }
        String error = error(document);
        ObjectNode metadata = JsonNodes.object();
        List<URI> links = List.of();
        if (error != null) {
            json.put("error", error);
        } else {
            links = withinTime(deadline, () -> convert(document, options, json, metadata));
            if (options.formats().contains("screenshot") && options.kind() != ReadKind.DISCOVERY) {
                byte[] png = screenshots.take(document.finalUrl().toString(), deadline);
                json.put("screenshot", Base64.getEncoder().encodeToString(png));
            }
        }
        boolean free = error != null || (hit != null && options.extract() == null);
        int credits = free ? 0 : options.pagePrice(depth);
        json.put("statusCode", document.status());
        metadata.put("statusCode", document.status())
                .put("contentType", document.contentType())
                .put("duration", TimeUnit.NANOSECONDS.toMillis(deadline.elapsedNanos()))
                .put("cached", hit != null);
        if (hit == null) {
            json.put("proxyMode", options.proxyMode());
            metadata.put("proxyMode", options.proxyMode()).put("proxyEscalated", false);
        }
        json.put("credits", credits);
        metadata.put("scrapedAt", scrapedAt.toString());
        json.set("metadata", metadata);
        if (error == null && hit == null && options.fillsCache()) {
            cache.put(PageCache.Key.of(url, options), document);
        }
        return new ScrapedPage(url, json, credits, error, links);
    }

    private static @Nullable String error(FetchedDocument document) {
        if (document.status() >= 400) {
            return "The page returned status " + document.status();
        }
        if (document.cut()) {
            return "The page is larger than " + Fetcher.MAX_BODY_BYTES + " bytes";
        }
        if (!document.isHtml() && !document.isText()) {
            return "Unsupported content type: " + document.mediaType();
        }
        return null;
    }

    /** Runs a conversion on another thread, and gives up when the time is over. */
    private <T> T withinTime(ScrapeDeadline deadline, Callable<T> conversion) throws InterruptedException {
        Future<T> result = executor.submit(conversion);
        try {
            return result.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw deadline.exceeded("Converting the page");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("the conversion failed", e.getCause());
        } finally {
            result.cancel(true);
        }
    }

    /** Fetches the document; with {@code waitForSelector}, repeatedly until it contains the element. */
    private FetchedDocument fetch(URI url, ScrapeOptions options, ScrapeDeadline deadline) throws InterruptedException {
        while (true) {
            FetchedDocument document = fetcher.fetch(url, deadline);
            if (error(document) != null || withinTime(deadline, () -> hasSelector(document, options))) {
                return document;
            }
            if (deadline.remainingNanos() < SELECTOR_POLL_INTERVAL.toNanos()) {
                throw ApiException.timeout(
                        deadline.timeoutMillis(),
                        "The element " + options.waitForSelector() + " did not appear within "
                                + deadline.timeoutMillis() + " ms");
            }
            TimeUnit.NANOSECONDS.sleep(SELECTOR_POLL_INTERVAL.toNanos());
        }
    }

    /**
     * Returns whether the document contains the element that the request waits for. Documents other than HTML need no
     * element.
     */
    private static boolean hasSelector(FetchedDocument document, ScrapeOptions options) {
        String selector = options.waitForSelector();
        return selector == null || !document.isHtml() || parse(document).selectFirst(selector) != null;
    }

    /** Adds the content of the document to the page, and returns its links. */
    private static List<URI> convert(
            FetchedDocument document, ScrapeOptions options, ObjectNode json, ObjectNode metadata) {
        if (document.isHtml()) {
            return readHtml(document, options, json, metadata);
        }
        if (options.kind() != ReadKind.DISCOVERY) {
            readText(document, options, json);
        }
        if (options.extract() != null) {
            extractionFailed(json, metadata, "The page is not HTML but " + document.mediaType());
        }
        return List.of();
    }

    private static List<URI> readHtml(
            FetchedDocument document, ScrapeOptions options, ObjectNode json, ObjectNode metadata) {
        Document page = parse(document);
        List<URI> links = links(page);
        if (options.kind() == ReadKind.DISCOVERY) {
            return links;
        }
        metadata.put("title", page.title());
        put(metadata, "description", page.selectFirst("meta[name=description]"), "content");
        put(metadata, "keywords", page.selectFirst("meta[name=keywords]"), "content");
        put(metadata, "language", page.selectFirst("html[lang]"), "lang");
        put(metadata, "ogImage", page.selectFirst("meta[property=og:image]"), "abs:content");
        if (options.extract() != null) {
            extract(page, options.extract(), json, metadata);
        }
        makeAbsolute(page);
        page.outputSettings().prettyPrint(false);
        Elements content = MainContent.select(page, options);
        if (options.formats().contains("markdown")) {
            json.put("markdown", MarkdownConverter.convert(content));
        }
        if (options.formats().contains("html")) {
            json.put("html", content.outerHtml());
        }
        json.put("rawHtml", document.text());
        return links;
    }

    private static void extract(Document page, ExtractionOptions extraction, ObjectNode json, ObjectNode metadata) {
        try {
            json.set("extracted", Extractor.extract(page, extraction));
        } catch (ExtractionException e) {
            extractionFailed(json, metadata, e.getMessage());
        }
    }

    private static void extractionFailed(ObjectNode json, ObjectNode metadata, @Nullable String reason) {
        json.putNull("extracted");
        metadata.putObject("extraction").put("extractionError", reason);
    }

    private static void readText(FetchedDocument document, ScrapeOptions options, ObjectNode json) {
        String text = document.text();
        if (options.formats().contains("markdown")) {
            boolean markdown = document.mediaType().equals("text/markdown");
            String language = document.mediaType().endsWith("json") ? "json" : "";
            json.put("markdown", markdown ? text : "```" + language + "\n" + text.stripTrailing() + "\n```\n");
        }
        if (options.formats().contains("html")) {
            json.put("html", new Element("pre").text(text).outerHtml());
        }
        json.put("rawHtml", text);
    }

    private static Document parse(FetchedDocument document) {
        try {
            return Jsoup.parse(
                    new ByteArrayInputStream(document.body()),
                    document.charset(),
                    document.finalUrl().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("can't parse a document in memory", e);
        }
    }

    private static List<URI> links(Document page) {
        Set<URI> links = new LinkedHashSet<>();
        for (Element anchor : page.select("a[href]")) {
            String target = anchor.absUrl("href");
            int fragment = target.indexOf('#');
            URI link = UrlPolicy.parse(fragment < 0 ? target : target.substring(0, fragment));
            if (link != null && UrlPolicy.isHttp(link)) {
                links.add(link);
            }
        }
        return new ArrayList<>(links);
    }

    private static void makeAbsolute(Document page) {
        for (String attribute : List.of("href", "src")) {
            for (Element element : page.select("[" + attribute + "]")) {
                String absolute = element.absUrl(attribute);
                if (!absolute.isEmpty()
                        && !element.attr(attribute).toLowerCase(Locale.ROOT).startsWith("data:")) {
                    element.attr(attribute, absolute);
                }
            }
        }
    }

    private static void put(ObjectNode metadata, String name, @Nullable Element element, String attribute) {
        if (element != null) {
            metadata.put(name, element.attr(attribute));
        }
    }
}
