package dev.reader.client.internal.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Callers in the order of their arrival, of whom one at a time is next. Those who want pages of lists form a lane of their
 * own, which takes turns with the other lane. Not thread-safe.
 */
final class WaitingLine {
    private final List<Deque<Place>> lanes = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    private int nextLane;

    /** The place of one caller. */
    static final class Place {
        private final int lane;
        private final Runnable wake;

        /** @param wake runs when the place has become the next one; must not block */
        Place(boolean listPage, Runnable wake) {
            this.lane = listPage ? 1 : 0;
            this.wake = wake;
        }
    }

    void add(Place place) {
        lanes.get(place.lane).add(place);
    }

    boolean isNext(Place place) {
        return lanes.get(lane()).peek() == place;
    }

    private int lane() {
        return lanes.get(nextLane).isEmpty() ? 1 - nextLane : nextLane;
    }

    /** Removes a place whose turn it was; the other lane is next. */
    void served(Place place) {
        nextLane = 1 - place.lane;
        lanes.get(place.lane).remove(place);
    }

    /** Removes a place, whose caller has left. Returns whether it was there. */
    boolean remove(Place place) {
        return lanes.get(place.lane).remove(place);
    }

    int size() {
        return lanes.get(0).size() + lanes.get(1).size();
    }

    /** Returns what wakes the caller who is next. */
    Runnable wakeOfNext() {
        Place next = lanes.get(lane()).peek();
        return next == null ? () -> {} : next.wake;
    }
}
