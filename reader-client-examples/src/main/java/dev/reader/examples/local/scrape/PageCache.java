package dev.reader.examples.local.scrape;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Caches the latest documents for up to 24 hours, within a limited number of bytes. */
final class PageCache {
    static final Duration RETENTION = Duration.ofHours(24);
    private static final int MAX_ENTRIES = 1_000;

    /** The fields of a request on which a cached page depends. */
    record Key(
            String url,
            boolean onlyMainContent,
            List<String> includeTags,
            List<String> excludeTags,
            @Nullable String waitForSelector) {
        static Key of(String url, ScrapeOptions options) {
            return new Key(
                    url,
                    options.onlyMainContent(),
                    options.includeTags(),
                    options.excludeTags(),
                    options.waitForSelector());
        }
    }

    record Entry(FetchedDocument document, Instant scrapedAt) {}

    private final Clock clock;
    private final long maxBytes;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private long bytes;

    PageCache(Clock clock, long maxBytes) {
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    synchronized @Nullable Entry get(Key key) {
        Entry entry = entries.get(key);
        return entry == null || !entry.scrapedAt().plus(RETENTION).isAfter(clock.instant()) ? null : entry;
    }

    synchronized void put(Key key, FetchedDocument document) {
        remove(key);
        entries.put(key, new Entry(document, clock.instant()));
        bytes += document.body().length;
        Iterator<Entry> oldest = entries.values().iterator();
        while (entries.size() > MAX_ENTRIES || (bytes > maxBytes && entries.size() > 1)) {
            bytes -= oldest.next().document().body().length;
            oldest.remove();
        }
    }

    private void remove(Key key) {
        Entry old = entries.remove(key);
        if (old != null) {
            bytes -= old.document().body().length;
        }
    }
}
