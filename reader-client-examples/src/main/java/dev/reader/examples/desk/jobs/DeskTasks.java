package dev.reader.examples.desk.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.reader.client.ReaderClient;
import dev.reader.client.error.ReaderException;
import dev.reader.client.model.Credits;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.webhook.WebhookInbox;
import dev.reader.examples.desk.logging.RepeatedWarnings;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.EventTable;
import dev.reader.examples.desk.store.Sample;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks that run once in the cluster, whatever the number of instances: they handle deliveries, sample credits and queue,
 * and delete old rows. db-scheduler's threads run it; {@link #start} starts them and {@link #close} waits for them. If an instance
 * dies, another one takes its tasks over after four missed heartbeats.
 */
public final class DeskTasks implements AutoCloseable {
    private static final int INBOX_WORKERS = 2;
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration KEPT_EVENTS = Duration.ofDays(1);
    private static final Duration KEPT_DELIVERIES = Duration.ofDays(7);
    private static final Duration KEPT_SAMPLES = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(DeskTasks.class);

    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private volatile boolean stopping;
    private final Scheduler scheduler;
    private final Database database;
    private final ReaderClient reader;
    private final WebhookInbox inbox;
    private final Clock clock;
    private final RequestGauge gauge;
    private final Runnable wakeWorker;

    public DeskTasks(
            Database database,
            ReaderClient reader,
            WebhookInbox inbox,
            Clock clock,
            String owner,
            RequestGauge gauge,
            Runnable wakeWorker,
            Duration sampleInterval) {
        this.database = database;
        this.reader = reader;
        this.inbox = inbox;
        this.clock = clock;
        this.gauge = gauge;
        this.wakeWorker = wakeWorker;
        List<RecurringTask<?>> tasks = new ArrayList<>();
        DeliveryHandler handler = new DeliveryHandler(clock);
        for (int i = 1; i <= INBOX_WORKERS; i++) {
            tasks.add(Tasks.recurring("inbox-" + i, FixedDelay.ofSeconds(1))
                    .execute((task, context) -> handleDeliveries(handler, context)));
        }
        tasks.add(Tasks.recurring("sample", FixedDelay.of(sampleInterval)).execute((task, context) -> sample()));
        tasks.add(Tasks.recurring("forget", FixedDelay.ofHours(1)).execute((task, context) -> forget()));
        scheduler = Scheduler.create(database.dataSource())
                .jdbcCustomization(database.schedulerDialect())
                .schedulerName(new SchedulerName.Fixed(owner))
                .startTasks(tasks)
                .threads(tasks.size())
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(Duration.ofSeconds(10))
                .commitWhenAutocommitDisabled(true)
                .failureLogging(LogLevel.WARN, false)
                .addSchedulerListener(new FailureListener())
                .build();
    }

    public void start() {
        scheduler.start();
    }

    private void handleDeliveries(DeliveryHandler handler, ExecutionContext context) {
        try {
            boolean handled = false;
            while (!context.getSchedulerState().isShuttingDown() && inbox.processNext(handler)) {
                handled = true;
            }
            if (handled) {
                wakeWorker.run();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the inbox can't be read; the scheduler tries again", e);
        }
    }

    private void sample() {
        Credits credits;
        QueueStatus queue;
        try {
            credits = reader.getCredits();
            queue = reader.getQueueStatus();
        } catch (ReaderException | IllegalStateException e) {
            if (!stopping) {
                warnings.warn("Reader can't be asked for credits and queue; it is asked again", e);
            }
            return;
        }
        gauge.setTier(credits.tier());
        database.run(connection -> Sample.insert(
                connection,
                new Sample(
                        clock.instant(),
                        credits.balance(),
                        credits.used(),
                        credits.limit(),
                        credits.tier(),
                        queue.activeJobs(),
                        queue.waitingJobs(),
                        queue.maxConcurrency())));
    }

    private void forget() {
        Instant now = clock.instant();
        database.run(connection -> {
            EventTable.forgetBefore(connection, now.minus(KEPT_EVENTS));
            Sample.forgetBefore(connection, now.minus(KEPT_SAMPLES));
        });
        try {
            inbox.forgetHandledBefore(now.minus(KEPT_DELIVERIES));
        } catch (SQLException e) {
            throw new IllegalStateException("old deliveries can't be deleted; the scheduler tries again", e);
        }
    }

    /** The scheduler's own log has a stack for each of its attempts while the database is down; it is switched off. */
    private final class FailureListener extends AbstractSchedulerListener {
        @Override
        public void onSchedulerEvent(SchedulerEventType type) {
            if (type == SchedulerEventType.UNEXPECTED_ERROR && !stopping) {
                warnings.warn("the scheduler failed and goes on", "see the other warnings about the database");
            }
        }
    }

    /** Tells the tasks that the client is about to be closed. */
    public void announceStop() {
        stopping = true;
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
