package dev.reader.examples.desk.jobs;

import dev.reader.client.ReaderClient;
import dev.reader.client.WorkspaceListener;
import dev.reader.client.WorkspaceSubscription;
import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.examples.desk.logging.RepeatedWarnings;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.JobTable;
import dev.reader.examples.desk.store.Lease;
import dev.reader.examples.desk.store.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the only workspace subscription of the cluster while this instance has the lease, and writes what it hears to the
 * database, for the browsers of every instance. If the leader dies, another instance takes over when the lease ends, within
 * {@link #LEASE} and a tick. Two leaders at a time, because clocks differ, would do no harm: every write can be repeated.
 *
 * <p>{@link #tick} and {@link #flush} are called by the desk's timer. The subscription's thread belongs to the client; it
 * blocks on the database only when a job ends.
 */
public final class WorkspaceLeader implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(12);
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(WorkspaceLeader.class);

    private final ReaderClient reader;
    private final Database database;
    private final Clock clock;
    private final String owner;
    private final Runnable wakeWorker;
    private final RequestGauge gauge;
    private final Runnable whenElected;
    private final Map<String, WorkspaceEvent.JobProgress> progress = new ConcurrentHashMap<>();

    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);

    private @Nullable WorkspaceSubscription subscription;
    private Instant leaseEnds = Instant.EPOCH;
    private volatile Instant refusedUntil = Instant.EPOCH;
    private volatile boolean connected;
    private boolean closed;

    /**
     * Creates it, without a subscription.
     *
     * @param owner the name of this instance
     * @param whenElected called on the timer's thread whenever this instance becomes the leader
     */
    public WorkspaceLeader(
            ReaderClient reader,
            Database database,
            Clock clock,
            String owner,
            Runnable wakeWorker,
            RequestGauge gauge,
            Runnable whenElected) {
        this.reader = reader;
        this.database = database;
        this.clock = clock;
        this.owner = owner;
        this.wakeWorker = wakeWorker;
        this.gauge = gauge;
        this.whenElected = whenElected;
    }

    /** Takes, renews or loses the lease, and subscribes accordingly. */
    public synchronized void tick() {
        if (closed) {
            return;
        }
        Instant now = clock.instant();
        boolean held;
        try {
            held = database.call(connection -> Lease.acquire(connection, owner, now, now.plus(LEASE)));
            leaseEnds = held ? now.plus(LEASE) : Instant.EPOCH;
        } catch (RuntimeException e) {
            warnings.warn("the lease can't be renewed", e);
            held = now.isBefore(leaseEnds);
        }
        if (!held) {
            unsubscribe();
        } else if (subscription == null && now.isAfter(refusedUntil)) {
            LOG.info("this instance leads");
            subscription = reader.subscribe(new Listener());
            whenElected.run();
        } else if (subscription != null && !subscription.isOpen()) {
            unsubscribe();
        }
    }

    /** Returns true if this instance has the subscription. */
    public synchronized boolean leads() {
        return subscription != null;
    }

    /** Returns true if this instance has the subscription and it is connected. */
    public boolean isConnected() {
        return connected;
    }

    /** Writes the latest progress of each job: many events become one row. */
    public void flush() {
        if (progress.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        int open = database.call(JobTable::countOpen);
        Sample sample = database.call(Sample::latest).orElse(null);
        if (sample != null) {
            gauge.setTier(sample.tier());
        }
        Instant readAt = now.plus(gauge.readInterval(open));
        for (String jobId : List.copyOf(progress.keySet())) {
            WorkspaceEvent.JobProgress latest = progress.remove(jobId);
            if (latest != null) {
                // a transaction for each job: one for all of them could deadlock with the workers
                database.run(connection ->
                        JobTable.progress(connection, jobId, latest.completed(), latest.total(), now, readAt));
            }
        }
    }

    private void jobEnded(String jobId) {
        progress.remove(jobId);
        if (database.call(connection -> JobTable.wake(connection, jobId, clock.instant()))) {
            wakeWorker.run();
        }
    }

    private void unsubscribe() {
        connected = false;
        if (subscription != null) {
            subscription.close();
            subscription = null;
            LOG.info("this instance leads no longer");
        }
    }

    /** Ends the subscription and gives the lease back, so that another instance leads at once. */
    @Override
    public synchronized void close() {
        closed = true;
        unsubscribe();
        try {
            database.run(connection -> Lease.release(connection, owner));
        } catch (RuntimeException e) {
            LOG.warn("the lease can't be given back; it ends within {}: {}", LEASE, e.getMessage());
        }
    }

    private final class Listener implements WorkspaceListener {
        @Override
        public void onConnected() {
            connected = true;
            // nobody knows what happened before
            database.run(connection -> JobTable.wakeAll(connection, clock.instant()));
            wakeWorker.run();
        }

        @Override
        public void onDisconnected(ReaderException cause) {
            connected = false;
            warnings.warn("the workspace's stream is interrupted; it is restored", cause);
        }

        @Override
        public void onEnded(ReaderException cause) {
            connected = false;
            refusedUntil = clock.instant().plus(PAUSE_AFTER_REFUSAL);
            LOG.error("Reader refuses the workspace's stream; jobs are asked for instead: {}", cause.getMessage());
        }

        @Override
        public void onEvent(WorkspaceEvent event) {
            if (event instanceof WorkspaceEvent.JobProgress latest) {
                if (latest.status().isTerminal()) {
                    jobEnded(latest.jobId());
                } else {
                    progress.put(latest.jobId(), latest);
                }
            } else if (event instanceof WorkspaceEvent.JobCompleted completed) {
                jobEnded(completed.jobId());
            } else if (event instanceof WorkspaceEvent.JobFailed failed) {
                jobEnded(failed.jobId());
            }
        }
    }
}
