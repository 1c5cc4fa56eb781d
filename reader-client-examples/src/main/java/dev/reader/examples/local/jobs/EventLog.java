package dev.reader.examples.local.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log of events in their order, which any number of streams read at their own pace. Nothing is queued for a slow
 * stream; it falls behind.
 */
final class EventLog {
    /** The name and the data of a Server-Sent Event. */
    record Event(String name, JsonNode data) {}

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final int capacity;
    private final List<Event> events = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long dropped;

    /**
     * Creates a log of limited size.
     *
     * @param capacity the minimum number of recent events that can be read
     */
    EventLog(int capacity) {
        this.capacity = capacity;
    }

    /** Creates a log that keeps every event. */
    EventLog() {
        this(Integer.MAX_VALUE);
    }

    void append(String name, JsonNode data) {
        synchronized (this) {
            events.add(new Event(name, data));
            if (events.size() / 2 >= capacity) {
                int surplus = events.size() - capacity;
                events.subList(0, surplus).clear();
                dropped += surplus;
            }
        }
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("can't write to a stream", e); // the job must go on
            }
        }
    }

    /** Returns the position after the last event. */
    synchronized long end() {
        return dropped + events.size();
    }

    /**
     * Returns the event at the position, or null if it has not happened yet.
     *
     * @throws IOException if the event is no longer kept
     */
    synchronized @Nullable Event at(long position) throws IOException {
        if (position >= end()) {
            return null;
        }
        if (position < dropped) {
            throw new IOException("a stream is more than " + capacity + " events behind");
        }
        return events.get((int) (position - dropped));
    }

    /** Adds a listener, which is called after each event on the thread that appended it. */
    void addListener(Runnable listener) {
        listeners.add(listener);
    }

    void removeListener(Runnable listener) {
        listeners.remove(listener);
    }
}
