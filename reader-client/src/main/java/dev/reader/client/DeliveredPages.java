package dev.reader.client;

import dev.reader.client.event.JobEvent.PageFailed;
import dev.reader.client.model.Page;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of a job its reader has been given, each by its fingerprint and how often, since a job may hold the same
 * URL several times and even with the same content.
 *
 * <p>On each connection the server may begin anew or not. So the n-th page of a kind on a connection is new only if fewer
 * than n were given on all of them. Where the server does not begin anew, this leaves out a page whose like was given
 * before; it is then missing at the end, and the results bring it. A page is left out, too, as long as it could be
 * another form of one that was given: its URL was given no less often than this connection has brought it.
 *
 * <p>Some hundred bytes a page; a job has 10,000 pages at most. Not thread-safe.
 */
final class DeliveredPages {
    private Map<Long, Integer> byFingerprint = new HashMap<>();
    private Map<Long, Integer> byUrl = new HashMap<>();
    private @Nullable Map<Long, Integer> seenByFingerprint;
    private @Nullable Map<Long, Integer> seenByUrl;
    private int count;

    /** What tells a page from others: its URL, and all of it. */
    record Identity(long url, long fingerprint) {
        static Identity of(Page page) {
            long url = Fingerprint.of(page.url());
            String error = page.error();
            return new Identity(url, error == null ? Fingerprint.of(page) : Fingerprint.ofFailed(page.url(), error));
        }

        static Identity of(PageFailed failed) {
            return new Identity(Fingerprint.of(failed.url()), Fingerprint.ofFailed(failed.url(), failed.error()));
        }
    }

    /** How many pages were given. */
    int count() {
        return count;
    }

    /** A further connection begins. */
    void reconnected() {
        seenByFingerprint = new HashMap<>();
        seenByUrl = new HashMap<>();
    }

    /** Takes note of a page that the stream has brought, and tells whether it is to be given to the reader. */
    boolean isNew(Identity page) {
        if (seenByFingerprint != null && seenByUrl != null) {
            boolean likeGiven = increment(seenByFingerprint, page.fingerprint()) <= given(page);
            boolean urlGiven = increment(seenByUrl, page.url()) <= givenOfUrl(page);
            if (likeGiven || urlGiven) {
                return false;
            }
        }
        increment(byFingerprint, page.fingerprint());
        increment(byUrl, page.url());
        count++;
        return true;
    }

    private static int increment(Map<Long, Integer> counts, long key) {
        return Objects.requireNonNull(counts.merge(key, 1, Integer::sum));
    }

    private int given(Identity page) {
        return byFingerprint.getOrDefault(page.fingerprint(), 0);
    }

    private int givenOfUrl(Identity page) {
        return byUrl.getOrDefault(page.url(), 0);
    }

    /** Hands over the account to whoever compares it with the results; nothing is noted after that. */
    Unmatched unmatched() {
        Unmatched unmatched = new Unmatched(byFingerprint, byUrl);
        byFingerprint = Map.of();
        byUrl = Map.of();
        return unmatched;
    }

    /** Pages that were given and have not been found among the results yet. */
    static final class Unmatched {
        private final Map<Long, Integer> byFingerprint;
        private final Map<Long, Integer> byUrl;

        private Unmatched(Map<Long, Integer> byFingerprint, Map<Long, Integer> byUrl) {
            this.byFingerprint = byFingerprint;
            this.byUrl = byUrl;
        }

        /** Finds a page that was given just so; each is found once. */
        boolean match(Identity page) {
            if (!byFingerprint.containsKey(page.fingerprint())) {
                return false;
            }
            decrement(byFingerprint, page.fingerprint());
            decrement(byUrl, page.url());
            return true;
        }

        /** Whether a page of this URL was given that is still to be found. */
        boolean holdsUrl(long url) {
            return byUrl.containsKey(url);
        }

        /** Finds a page of this URL, whatever its content. */
        boolean matchUrl(long url) {
            boolean found = byUrl.containsKey(url);
            decrement(byUrl, url);
            return found;
        }

        private static void decrement(Map<Long, Integer> counts, long key) {
            counts.computeIfPresent(key, (same, n) -> n == 1 ? null : n - 1);
        }
    }
}
