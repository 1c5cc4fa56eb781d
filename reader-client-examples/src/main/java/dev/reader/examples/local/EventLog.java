package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events in the order they happened, which any number of streams read at their own pace: nothing is queued for a slow
 * one, it just lags behind.
 */
final class EventLog {
    /** The name and data of one Server-Sent Event. */
    record Event(String name, JsonNode data) {}

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final int keep;
    private final List<Event> events = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long dropped;

    /** @param keep how many of the last events can be read at least */
    EventLog(int keep) {
        this.keep = keep;
    }

    /** A log that keeps everything. */
    EventLog() {
        this(Integer.MAX_VALUE);
    }

    void append(String name, JsonNode data) {
        synchronized (this) {
            events.add(new Event(name, data));
            if (events.size() / 2 >= keep) {
                int surplus = events.size() - keep;
                events.subList(0, surplus).clear();
                dropped += surplus;
            }
        }
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("a stream could not be written to", e); // and the job goes on
            }
        }
    }

    /** The position after the last event. */
    synchronized long end() {
        return dropped + events.size();
    }

    /**
     * The event at the position, or null when it has not happened yet.
     *
     * @throws IOException if it is no longer kept
     */
    synchronized @Nullable Event at(long position) throws IOException {
        if (position >= end()) {
            return null;
        }
        if (position < dropped) {
            throw new IOException("a reader lags more than " + keep + " events behind");
        }
        return events.get((int) (position - dropped));
    }

    /** Calls the listener after each event, on the thread that appended it. */
    void addListener(Runnable listener) {
        listeners.add(listener);
    }

    void removeListener(Runnable listener) {
        listeners.remove(listener);
    }
}
