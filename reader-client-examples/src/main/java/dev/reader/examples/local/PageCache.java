package dev.reader.examples.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents fetched in the last 24 hours, the latest thousand of them. */
final class PageCache {
    static final Duration KEPT = Duration.ofHours(24);
    private static final int MAX_ENTRIES = 1_000;

    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(FetchedDocument document, Instant since) {}

    PageCache(Clock clock) {
        this.clock = clock;
    }

    synchronized @Nullable FetchedDocument get(String url) {
        Entry entry = entries.get(url);
        return entry == null || !entry.since().plus(KEPT).isAfter(clock.instant()) ? null : entry.document();
    }

    synchronized void put(String url, FetchedDocument document) {
        entries.remove(url);
        entries.put(url, new Entry(document, clock.instant()));
        if (entries.size() > MAX_ENTRIES) {
            entries.remove(entries.keySet().iterator().next());
        }
    }
}
