package dev.reader.examples.local.scrape;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Caches the latest 1,000 documents for up to 24 hours. */
final class PageCache {
    static final Duration RETENTION = Duration.ofHours(24);
    private static final int MAX_ENTRIES = 1_000;

    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(FetchedDocument document, Instant since) {}

    PageCache(Clock clock) {
        this.clock = clock;
    }

    synchronized @Nullable FetchedDocument get(String url) {
        Entry entry = entries.get(url);
        return entry == null || !entry.since().plus(RETENTION).isAfter(clock.instant()) ? null : entry.document();
    }

    synchronized void put(String url, FetchedDocument document) {
        entries.remove(url);
        entries.put(url, new Entry(document, clock.instant()));
        if (entries.size() > MAX_ENTRIES) {
            entries.remove(entries.keySet().iterator().next());
        }
    }
}
