package dev.reader.examples.rag;

import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metadata that a page's document carries, under the same names in every framework. */
final class PageFacts {
    /** The URL that was read, after redirects. */
    static final String URL = "url";

    static final String TITLE = "title";
    static final String SCRAPED_AT = "scrapedAt";

    /** The SHA-256 of the Markdown. It is the same as long as the page has not changed. */
    static final String CONTENT_HASH = "contentHash";

    private PageFacts() {}

    /** Returns the facts that are known. */
    static Map<String, String> of(Page page) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(URL, page.finalUrl() == null ? page.url() : page.finalUrl());
        PageMetadata metadata = page.metadata();
        if (metadata != null && metadata.title() != null) {
            facts.put(TITLE, metadata.title());
        }
        if (metadata != null && metadata.scrapedAt() != null) {
            facts.put(SCRAPED_AT, metadata.scrapedAt().toString());
        }
        facts.put(CONTENT_HASH, hash(markdown(page)));
        return facts;
    }

    static String markdown(Page page) {
        if (page.markdown() == null) {
            throw new IllegalArgumentException("the page " + page.url() + " has no Markdown; request Format.MARKDOWN");
        }
        return page.markdown();
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
