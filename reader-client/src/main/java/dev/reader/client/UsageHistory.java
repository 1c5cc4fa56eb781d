package dev.reader.client;

import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.Lists;
import dev.reader.client.internal.paging.PageIterator;
import dev.reader.client.internal.paging.PagedSource;
import dev.reader.client.model.UsageEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The usage history, newest entries first (docs/reader-api.md §6). Entries that are added during iteration shift others
 * to the next page, where they would appear a second time, so the iteration drops duplicates.
 */
final class UsageHistory implements PagedIterable<UsageEntry> {
    private final Transport transport;

    UsageHistory(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Iterator<UsageEntry> iterator() {
        return withoutDuplicates(pages());
    }

    private PageIterator<UsageEntry> pages() {
        return new PageIterator<>(
                transport.resources(),
                Lists.source(transport, Calls.USAGE_HISTORY, Calls.USAGE_ENTRIES),
                RetryLimits.SLOWED_BY_RATE_LIMITS);
    }

    PagedSource<UsageEntry> source() {
        return new PagedSource<>(transport.resources(), pages(), UsageHistory::withoutDuplicates);
    }

    private static Iterator<UsageEntry> withoutDuplicates(Iterator<UsageEntry> entries) {
        return new WithoutDuplicates(entries);
    }

    /** Drops entries that were among the last thousand. */
    private static final class WithoutDuplicates implements Iterator<UsageEntry> {
        private static final int MAX_REMEMBERED = 1000;

        private final Iterator<UsageEntry> entries;
        private final Deque<String> order = new ArrayDeque<>();
        private final Set<String> seen = new HashSet<>();
        private @Nullable UsageEntry next;

        WithoutDuplicates(Iterator<UsageEntry> entries) {
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
            if (order.size() > MAX_REMEMBERED) {
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
