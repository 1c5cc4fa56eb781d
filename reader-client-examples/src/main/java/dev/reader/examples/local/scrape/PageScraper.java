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
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Turns a URL into a page: reads it from the cache or fetches it, selects its content, converts it and adds metadata.
 */
public final class PageScraper {
    private static final Duration SELECTOR_POLL_INTERVAL = Duration.ofMillis(250);

    private final Fetcher fetcher;
    private final Chromium chromium;
    private final PageCache cache;
    private final Clock clock;

    public PageScraper(Executor executor, UrlPolicy policy, FaultSource faults, Chromium chromium, Clock clock) {
        this.fetcher = new Fetcher(executor, policy, faults);
        this.chromium = chromium;
        this.cache = new PageCache(clock);
        this.clock = clock;
    }

    /** Returns the maximum cost of the page in credits. */
    public int price(String url, ScrapeOptions options) {
        int page = options.cache() && cache.get(url) != null ? 0 : options.pagePrice();
        return page + options.extractionPrice();
    }

    /**
     * Scrapes the page. A status of 400 or above results in a page with an error, which costs nothing.
     *
     * @throws ApiException if there is no response to make a page from
     */
    public ScrapedPage scrape(String url, ScrapeOptions options) throws InterruptedException {
        long start = System.nanoTime();
        FetchedDocument cached = options.cache() ? cache.get(url) : null;
        if (cached != null && !hasSelector(cached, options)) {
            cached = null;
        }
        FetchedDocument document = cached == null ? fetch(URI.create(url), options) : cached;
        ObjectNode json = JsonNodes.object().put("url", url);
        json.put("finalUrl", document.finalUrl().toString());
        ObjectNode metadata = JsonNodes.object();
        List<URI> links = List.of();
        String error = error(document);
        if (error != null) {
            json.put("error", error);
        } else if (document.isHtml()) {
            links = readHtml(document, options, json, metadata);
        } else {
            readText(document, options, json);
            if (options.extract() != null) {
                extractionFailed(json, metadata, "The page is not HTML but " + document.mediaType());
            }
        }
        if (error == null && options.formats().contains("screenshot")) {
            byte[] png = chromium.screenshot(
                    document.finalUrl().toString(), start + options.timeout().toNanos(), options.timeout());
            json.put("screenshot", Base64.getEncoder().encodeToString(png));
        }
        int credits = error != null || cached != null ? 0 : options.pagePrice();
        if (json.hasNonNull("extracted")) {
            credits += ExtractionOptions.PRICE;
        }
        json.put("statusCode", document.status())
                .put("proxyMode", options.proxyMode())
                .put("credits", credits);
        metadata.put("statusCode", document.status())
                .put("contentType", document.contentType())
                .put("duration", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                .put("cached", cached != null)
                .put("proxyMode", options.proxyMode())
                .put("proxyEscalated", false)
                .put("scrapedAt", clock.instant().toString());
        json.set("metadata", metadata);
        if (error == null && cached == null) {
            cache.put(url, document);
        }
        return new ScrapedPage(url, json, credits, error, links);
    }

    private static @Nullable String error(FetchedDocument document) {
        if (document.status() >= 400) {
            return "The page returned status " + document.status();
        }
        if (!document.isHtml() && !document.isText()) {
            return "Unsupported content type: " + document.mediaType();
        }
        return null;
    }

    /** Fetches the document; with {@code waitForSelector}, repeatedly until it contains the element. */
    private FetchedDocument fetch(URI url, ScrapeOptions options) throws InterruptedException {
        long deadline = System.nanoTime() + options.timeout().toNanos();
        while (true) {
            FetchedDocument document = fetcher.fetch(url, deadline, options.timeout());
            if (document.status() >= 400 || hasSelector(document, options)) {
                return document;
            }
            if (deadline - System.nanoTime() < SELECTOR_POLL_INTERVAL.toNanos()) {
                long timeoutMs = options.timeout().toMillis();
                throw ApiException.timeout(
                        timeoutMs,
                        "The element " + options.waitForSelector() + " did not appear within " + timeoutMs + " ms");
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

    private static List<URI> readHtml(
            FetchedDocument document, ScrapeOptions options, ObjectNode json, ObjectNode metadata) {
        Document page = parse(document);
        metadata.put("title", page.title());
        put(metadata, "description", page.selectFirst("meta[name=description]"), "content");
        put(metadata, "keywords", page.selectFirst("meta[name=keywords]"), "content");
        put(metadata, "language", page.selectFirst("html[lang]"), "lang");
        put(metadata, "ogImage", page.selectFirst("meta[property=og:image]"), "abs:content");
        List<URI> links = links(page);
        if (options.extract() != null) {
            extract(page, options.extract(), json, metadata);
        }
        if (options.formats().contains("rawHtml")) {
            json.put("rawHtml", document.text());
        }
        makeAbsolute(page);
        page.outputSettings().prettyPrint(false);
        Elements content = MainContent.select(page, options);
        String html = content.outerHtml();
        if (options.formats().contains("markdown")) {
            json.put("markdown", MarkdownConverter.convert(html));
        }
        if (options.formats().contains("html")) {
            json.put("html", html);
        }
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
        if (options.formats().contains("rawHtml")) {
            json.put("rawHtml", text);
        }
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
