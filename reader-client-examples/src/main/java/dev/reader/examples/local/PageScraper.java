package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.jspecify.annotations.Nullable;

/** Turns a URL into a page: from the cache or fetched, cut to its content, converted, with its metadata. */
final class PageScraper {
    private static final Duration SELECTOR_POLL = Duration.ofMillis(250);

    private final Fetcher fetcher;
    private final Chromium chromium;
    private final PageCache cache;
    private final Clock clock;

    PageScraper(Fetcher fetcher, Chromium chromium, PageCache cache, Clock clock) {
        this.fetcher = fetcher;
        this.chromium = chromium;
        this.cache = cache;
        this.clock = clock;
    }

    /** What the page will cost at most. */
    int price(String url, ReadOptions options) {
        int page = options.cache() && cache.get(url) != null ? 0 : options.pagePrice();
        return page + options.extractionPrice();
    }

    /**
     * Scrapes the page. An answer of 400 or above makes a page with an error, which costs nothing.
     *
     * @throws ApiException when there is no answer to make a page of
     */
    ScrapedPage scrape(String url, ReadOptions options) throws InterruptedException {
        long start = System.nanoTime();
        FetchedDocument cached = options.cache() ? cache.get(url) : null;
        if (cached != null && !hasSelector(cached, options)) {
            cached = null;
        }
        FetchedDocument document = cached == null ? fetch(URI.create(url), options) : cached;
        ObjectNode json = Json.object().put("url", url);
        json.put("finalUrl", document.finalUrl().toString());
        ObjectNode metadata = Json.object();
        List<URI> links = List.of();
        String error = error(document);
        if (error != null) {
            json.put("error", error);
        } else if (document.isHtml()) {
            links = readHtml(document, options, json, metadata);
        } else {
            readText(document, options, json);
            if (options.extract() != null) {
                extractionFailed(json, metadata, "The page is no HTML but " + document.mediaType());
            }
        }
        if (error == null && options.formats().contains("screenshot")) {
            byte[] png = chromium.screenshot(
                    document.finalUrl().toString(), start + options.timeout().toNanos(), options.timeout());
            json.put("screenshot", Base64.getEncoder().encodeToString(png));
        }
        int credits = error != null || cached != null ? 0 : options.pagePrice();
        if (json.hasNonNull("extracted")) {
            credits += Extraction.PRICE;
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
            return "The page answered with status " + document.status();
        }
        if (!document.isHtml() && !document.isText()) {
            return "Content of the type " + document.mediaType() + " can't be read";
        }
        return null;
    }

    /** Fetches; with {@code waitForSelector} again and again until the page has it. */
    private FetchedDocument fetch(URI url, ReadOptions options) throws InterruptedException {
        long deadline = System.nanoTime() + options.timeout().toNanos();
        while (true) {
            FetchedDocument document = fetcher.fetch(url, deadline, options.timeout());
            if (document.status() >= 400 || hasSelector(document, options)) {
                return document;
            }
            if (deadline - System.nanoTime() < SELECTOR_POLL.toNanos()) {
                long timeoutMs = options.timeout().toMillis();
                throw ApiException.timeout(
                        timeoutMs, "No element " + options.waitForSelector() + " came within " + timeoutMs + " ms");
            }
            TimeUnit.NANOSECONDS.sleep(SELECTOR_POLL.toNanos());
        }
    }

    /** Whether the document has what the request waits for; one that is no HTML is not waited for. */
    private static boolean hasSelector(FetchedDocument document, ReadOptions options) {
        String selector = options.waitForSelector();
        return selector == null || !document.isHtml() || parse(document).selectFirst(selector) != null;
    }

    private static List<URI> readHtml(
            FetchedDocument document, ReadOptions options, ObjectNode json, ObjectNode metadata) {
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
            json.put("markdown", Markdown.of(html));
        }
        if (options.formats().contains("html")) {
            json.put("html", html);
        }
        return links;
    }

    private static void extract(Document page, Extraction wanted, ObjectNode json, ObjectNode metadata) {
        try {
            json.set("extracted", Extractor.extract(page, wanted));
        } catch (ExtractionException e) {
            extractionFailed(json, metadata, e.getMessage());
        }
    }

    private static void extractionFailed(ObjectNode json, ObjectNode metadata, @Nullable String reason) {
        json.putNull("extracted");
        metadata.putObject("extraction").put("extractionError", reason);
    }

    private static void readText(FetchedDocument document, ReadOptions options, ObjectNode json) {
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
            throw new UncheckedIOException("reading from memory", e);
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
