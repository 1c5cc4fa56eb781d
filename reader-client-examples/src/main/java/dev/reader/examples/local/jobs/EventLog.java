package dev.reader.examples.local.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.local.Habit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    /** The position of an id that does not belong to this log. */
    static final long UNKNOWN = -1;

    private static final String DONE = "done";

    private final String name;
    private final int capacity;
    private final Set<Habit> habits;
    private final List<Event> events = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long dropped;

    private EventLog(String name, int capacity, Set<Habit> habits) {
        this.name = name;
        this.capacity = capacity;
        this.habits = habits;
    }

    /**
     * Creates a log of limited size, for the workspace.
     *
     * @param capacity the minimum number of recent events that can be read
     */
    static EventLog ofWorkspace(int capacity, Set<Habit> habits) {
        return new EventLog("workspace", capacity, habits);
    }

    /** Creates a log that keeps every event of a run of a job. */
    static EventLog ofRun(int run, Set<Habit> habits) {
        return new EventLog("run" + run, Integer.MAX_VALUE, habits);
    }

    void append(String event, JsonNode data) {
        synchronized (this) {
            events.add(new Event(event, data));
            if (habits.contains(Habit.EVENTS_TWICE) && !event.equals(DONE)) {
                events.add(new Event(event, data));
            }
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

    /** Returns the position of the last event if it is {@code done}, otherwise the position after the last event. */
    synchronized long done() {
        boolean done = !events.isEmpty() && events.get(events.size() - 1).name().equals(DONE);
        return done ? end() - 1 : end();
    }

    /** Returns the id of the event at a position; null if events have no ids. */
    @Nullable
    String id(long position) {
        return habits.contains(Habit.EVENT_IDS) ? name + "-" + position : null;
    }

    /** Returns the position after the event with the id, or {@link #UNKNOWN}. */
    synchronized long after(@Nullable String id) {
        if (id == null || !id.matches(name + "-\\d{1,18}")) {
            return UNKNOWN;
        }
        return Math.min(end(), Long.parseLong(id.substring(name.length() + 1)) + 1);
    }

    /**
     * Returns the event at the position, or null if it has not happened yet.
     *
     * @throws IOException if the event was discarded
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
