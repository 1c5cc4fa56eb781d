package dev.reader.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.UsageEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was read, the newest first (docs/reader-api.md §6). New entries come in at the front while the list is fetched and
 * push others onto the next page, where they would show up a second time.
 */
final class UsageHistory implements PagedIterable<UsageEntry> {
    private static final TypeReference<Envelope<List<UsageEntry>>> ENTRIES = new TypeReference<>() {};
    private static final ApiRequest REQUEST = ApiRequest.get("v1", "usage", "history");

    private final Transport transport;

    UsageHistory(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Iterator<UsageEntry> iterator() {
        return new OnceEach(new PageIterator<>(
                transport.resources(),
                (skip, limit) ->
                        Lists.slice(transport, REQUEST, ENTRIES, skip, limit, Patience.SLOWED_BY_RATE_LIMITS)));
    }

    /** Leaves out what was among the last thousand entries before. */
    private static final class OnceEach implements Iterator<UsageEntry> {
        private static final int REMEMBERED = 1000;

        private final Iterator<UsageEntry> entries;
        private final Deque<String> order = new ArrayDeque<>();
        private final Set<String> seen = new HashSet<>();
        private @Nullable UsageEntry next;

        OnceEach(Iterator<UsageEntry> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            while (next == null && entries.hasNext()) {
                UsageEntry entry = entries.next();
                if (seen.add(entry.id())) {
                    remember(entry.id());
                    next = entry;
                }
            }
            return next != null;
        }

        private void remember(String id) {
            order.add(id);
            if (order.size() > REMEMBERED) {
                seen.remove(order.remove());
            }
        }

        @Override
        public UsageEntry next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            UsageEntry entry = next;
            next = null;
            return entry;
        }
    }
}
