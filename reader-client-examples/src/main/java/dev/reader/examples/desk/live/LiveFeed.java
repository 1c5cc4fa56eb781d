package dev.reader.examples.desk.live;

import dev.reader.examples.desk.logging.RepeatedWarnings;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.EventTable;
import dev.reader.examples.desk.store.JobTable;
import dev.reader.examples.desk.store.PageTable;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the browsers of this instance what changed. One thread reads the table of events a few times a second; a change is
 * rendered once, whatever the number of browsers. A browser that was away names the last event that it got, and receives the
 * present state of what it shows if anything has changed since.
 *
 * <p>{@link #start} starts the thread and {@link #close} ends it; it blocks on the database only. A browser's connection has
 * no thread.
 */
public final class LiveFeed implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 5_000;
    private static final int MAX_CHANGES = 1_000;
    private static final long POLL_MILLIS = 200;
    private static final long PING_SECONDS = 15;
    private static final long STOP_SECONDS = 10;
    /** The topic of the list of jobs. */
    private static final String ALL = "";

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final Database database;
    private final Fragments fragments;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "desk-live");
        created.setDaemon(true);
        return created;
    });
    private final Map<String, Set<BrowserConnection>> topics = new ConcurrentHashMap<>();
    /** The frames of the present state of a topic, as of {@link #seen}. Guarded by this. */
    private final Map<String, List<Frame>> snapshots = new HashMap<>();

    private long seen;
    private volatile boolean closed;

    public LiveFeed(Database database, Fragments fragments) {
        this.database = database;
        this.fragments = fragments;
    }

    /** Starts to read events. */
    @SuppressWarnings("FutureReturnValueIgnored")
    public void start() {
        seen = database.call(EventTable::last);
        thread.scheduleWithFixedDelay(this::tick, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
        thread.scheduleAtFixedRate(this::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Connects a browser.
     *
     * @param jobId the job that it shows; null for the list
     * @param after the last event that it knows; null if it knows none
     * @return false if there are too many, or the feed is closed
     */
    public boolean connect(AsyncContext context, @Nullable String jobId, @Nullable Long after) throws IOException {
        if (closed || connections() >= MAX_CONNECTIONS) {
            return false;
        }
        String topic = jobId == null ? ALL : jobId;
        BrowserConnection[] self = new BrowserConnection[1];
        BrowserConnection connection =
                new BrowserConnection(context, context.getResponse().getOutputStream(), () -> remove(topic, self[0]));
        self[0] = connection;
        connection.send(Frame.RETRY);
        synchronized (this) {
            topics.computeIfAbsent(topic, key -> ConcurrentHashMap.newKeySet()).add(connection);
            if (after == null || after < seen) {
                snapshots.computeIfAbsent(topic, this::snapshot).forEach(connection::send);
            }
        }
        context.addListener(new ClosingListener(connection));
        context.getResponse().getOutputStream().setWriteListener(connection);
        return true;
    }

    private void remove(String topic, BrowserConnection connection) {
        topics.computeIfPresent(topic, (key, all) -> {
            all.remove(connection);
            return all.isEmpty() ? null : all;
        });
    }

    /** Returns the number of connected browsers. */
    public int connections() {
        return topics.values().stream().mapToInt(Set::size).sum();
    }

    private void tick() {
        try {
            deliver();
        } catch (RuntimeException e) {
            warnings.warn("the events can't be read; they are read again", e);
        }
    }

    private synchronized void deliver() {
        long last = database.call(EventTable::last);
        if (last == seen) {
            return;
        }
        snapshots.clear();
        List<EventTable.Event> changes =
                topics.isEmpty() ? List.of() : database.call(c -> EventTable.changedAfter(c, seen, MAX_CHANGES));
        long newest = changes.stream().mapToLong(EventTable.Event::seq).max().orElse(last);
        Set<String> withPages = new HashSet<>();
        Set<String> jobs = new HashSet<>();
        for (EventTable.Event change : changes) {
            jobs.add(change.jobId());
            if (change.kind().equals(EventTable.PAGES)) {
                withPages.add(change.jobId());
            }
        }
        for (String jobId : jobs) {
            if (topics.containsKey(ALL) || topics.containsKey(jobId)) {
                deliver(jobId, withPages.contains(jobId), newest);
            }
        }
        seen = Math.max(last, newest);
    }

    private void deliver(String jobId, boolean pages, long id) {
        Optional<DeskJob> found = database.call(connection -> JobTable.find(connection, jobId));
        if (found.isEmpty()) {
            return;
        }
        DeskJob job = found.get();
        if (topics.containsKey(ALL)) {
            send(ALL, Frame.event(id, "row", fragments.row(job)));
        }
        if (topics.containsKey(jobId)) {
            if (pages) {
                send(jobId, pagesFrame(job, id));
            }
            send(jobId, Frame.event(id, "job", fragments.job(job)));
        }
    }

    /** The first pages of a job are often the same while further ones arrive; a browser gets each state of them once. */
    private Frame pagesFrame(DeskJob job, long id) {
        return Frame.stateful(
                id,
                "pages",
                fragments.pages(
                        job,
                        database.call(connection -> PageTable.list(connection, job.id(), Fragments.PAGES_SHOWN, 0))));
    }

    private List<Frame> snapshot(String topic) {
        List<Frame> frames = new ArrayList<>();
        if (topic.equals(ALL)) {
            List<DeskJob> jobs =
                    new ArrayList<>(database.call(connection -> JobTable.list(connection, Fragments.JOBS_SHOWN, 0)));
            Collections.reverse(jobs); // a new row is put first
            jobs.forEach(job -> frames.add(Frame.event(seen, "row", fragments.row(job))));
        } else {
            database.call(connection -> JobTable.find(connection, topic)).ifPresent(job -> {
                frames.add(pagesFrame(job, seen));
                frames.add(Frame.event(seen, "job", fragments.job(job)));
            });
        }
        return frames;
    }

    private void send(String topic, Frame frame) {
        topics.getOrDefault(topic, Set.of()).forEach(connection -> connection.send(frame));
    }

    private void ping() {
        topics.keySet().forEach(topic -> send(topic, Frame.PING));
    }

    /** Ends the thread and every connection; the browsers reconnect, to this instance or another. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        topics.values().forEach(all -> List.copyOf(all).forEach(BrowserConnection::close));
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the live feed is still busy after {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
