package dev.reader.examples.local.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.scrape.ScrapedPage;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** Records the pages that were read, and returns the newest first. */
public final class UsageLog {
    private static final int MAX_ENTRIES = 10_000;

    private final Clock clock;
    private final Deque<ObjectNode> entries = new ArrayDeque<>();

    public UsageLog(Clock clock) {
        this.clock = clock;
    }

    void add(ScrapedPage page, String proxyMode) {
        JsonNode metadata = page.json().path("metadata");
        ObjectNode entry = JsonNodes.object()
                .put("id", "use_" + UUID.randomUUID())
                .put("url", page.url())
                .put("duration", metadata.path("duration").asLong())
                .put("status", page.hasFailed() ? "error" : "success")
                .put("cached", metadata.path("cached").asBoolean())
                .put("proxyMode", metadata.path("cached").asBoolean() ? null : proxyMode)
                .put("credits", page.credits())
                .put("error", page.error())
                .put("createdAt", clock.instant().toString());
        synchronized (this) {
            entries.addFirst(entry);
            if (entries.size() > MAX_ENTRIES) {
                entries.removeLast();
            }
        }
    }

    synchronized List<ObjectNode> newestFirst() {
        return List.copyOf(entries);
    }
}
