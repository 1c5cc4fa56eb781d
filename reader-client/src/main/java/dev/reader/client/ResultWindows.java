package dev.reader.client;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to look next for missing results. If the results are in the order of the stream, what was missed lies where the
 * stream broke off, and one request brings a hundred of it; if they are not, everything is looked through. No place is
 * asked for twice.
 */
final class ResultWindows {

    /**
     * A part of the results.
     *
     * @param start the first place
     * @param limit how many places at most
     */
    record Window(int start, int limit) {}

    private final Deque<Integer> gaps;
    private final BitSet seen = new BitSet();
    private int total;
    private boolean totalKnown;
    private int end;

    /**
     * @param gaps how many pages had come at each break of the stream, ascending
     * @param total how many results there are, as far as is known
     */
    ResultWindows(List<Integer> gaps, int total) {
        this.gaps = new ArrayDeque<>(gaps);
        this.total = total;
    }

    int total() {
        return total;
    }

    /** Whether {@link #total} is what the server said in an answer. */
    boolean totalKnown() {
        return totalKnown;
    }

    /** A part was fetched, and the server counted so many results. */
    void fetched(int start, int count, int newTotal) {
        seen.set(start, start + count);
        end = start + count;
        total = newTotal;
        totalKnown = true;
    }

    /**
     * Returns the next part, or null when everything was seen.
     *
     * @param found how many missing results were found so far
     * @param goOn whether what follows the last part is likely to be missing, too
     */
    @Nullable
    Window next(int found, boolean goOn) {
        if (goOn && isOpen(end)) {
            return window(end);
        }
        while (!gaps.isEmpty()) {
            // what was missing before this break has shifted it by as much
            int place = gaps.remove() + found;
            if (isOpen(place)) {
                return window(place);
            }
        }
        int first = seen.nextClearBit(0);
        return first < total || !totalKnown ? window(first) : null;
    }

    private boolean isOpen(int place) {
        return place < total && !seen.get(place);
    }

    /** The part that holds a place: what follows it, and where that is less than a request brings, what precedes it. */
    private Window window(int place) {
        int nextSeen = seen.nextSetBit(place);
        int end = Math.min(place + Paging.LARGEST_LIMIT, nextSeen < 0 ? Math.max(total, place + 1) : nextSeen);
        int firstOpen = seen.previousSetBit(place) + 1;
        int start = Math.min(place, Math.max(firstOpen, end - Paging.LARGEST_LIMIT));
        return new Window(start, nextSeen < 0 ? Paging.LARGEST_LIMIT : end - start);
    }
}
