package dev.reader.examples.fleet;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteRemove;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteReschedule;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.reader.client.ReaderClient;
import dev.reader.client.run.BatchRun;
import dev.reader.client.run.JdbcRunLedger;
import dev.reader.client.run.RunReport;
import dev.reader.client.run.ShardStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * One process of a fleet: plans a run and processes its shards as tasks of db-scheduler. Start as many processes as wanted,
 * with the same database, run id and settings.
 *
 * <p>db-scheduler distributes the shards, and gives those of a dead process to others. It executes a task at least once; the
 * run's ledger makes sure that each page is stored exactly once and that no job is created twice. The ledger also leases the
 * job slots, so a process that stopped and continues later writes nothing to a shard that another one may have.
 *
 * <p>db-scheduler's threads call the handler of pages: {@link FleetSettings#threads} of them. They wait for the server, the rate
 * limit and the database. {@link #close} ends them.
 */
public final class BatchFleet implements AutoCloseable {
    /** How many tasks wait for each job slot; the plan adds more before they run out. */
    private static final int TASKS_PER_JOB = 4;
    /** db-scheduler takes a process for dead after it missed this number of heartbeats. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final int MAX_POLLS_BETWEEN_ATTEMPTS = 30;
    private static final Duration SHUTDOWN_TIME = Duration.ofSeconds(10);

    private final ReaderClient reader;
    private final BatchRun run;
    private final FleetSettings settings;
    /** The task that lasts until every shard is settled. */
    private final TaskInstanceId planTask;

    private final TaskDescriptor<Integer> shardTask;
    private final Scheduler scheduler;
    private final CountDownLatch closed = new CountDownLatch(1);

    private BatchFleet(
            ReaderClient reader,
            DataSource dataSource,
            String runId,
            String process,
            FleetSettings settings,
            BatchRun run) {
        this.reader = reader;
        this.run = run;
        this.settings = settings;
        this.shardTask = TaskDescriptor.of("reader-shard " + runId, Integer.class);
        this.planTask = TaskInstanceId.of("reader-plan " + runId, "plan");
        CustomTask<Void> plan = Tasks.custom(planTask.getTaskName(), Void.class)
                .onFailureReschedule(FixedDelay.of(settings.poll()))
                .onDeadExecutionRevive()
                .scheduleOnStartup(planTask.getId(), null, now -> now)
                .execute((task, context) -> plan(context.getSchedulerClient()));
        CustomTask<Integer> shard = Tasks.custom(shardTask)
                .onFailure((failed, operations) -> operations.reschedule(
                        failed, failed.getTimeDone().plus(pause(failed.getExecution().consecutiveFailures))))
                .onDeadExecutionRevive()
                .execute((task, context) -> process(Integer.parseInt(task.getId()), task.getData()));
        scheduler = Scheduler.create(dataSource, shard)
                .startTasks(List.of(plan))
                .threads(settings.threads())
                .schedulerName(new SchedulerName.Fixed(process))
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.lease().dividedBy(MISSED_HEARTBEATS))
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(SHUTDOWN_TIME)
                .build();
    }

    /**
     * Starts to work on a run.
     *
     * @param reader the client; {@link #close} closes it
     * @param dataSource a database in which {@link #createTables} was called
     * @param runId the id of the run
     * @param process the name of this process, different from that of any other one
     * @param settings the settings
     * @param define sets the URLs, the handler and the options of the run; the same in every process
     */
    public static BatchFleet start(
            ReaderClient reader,
            DataSource dataSource,
            String runId,
            String process,
            FleetSettings settings,
            UnaryOperator<BatchRun.Builder> define) {
        BatchRun.Builder run = reader.batchRun(runId)
                .ledger(new JdbcRunLedger(dataSource).withJobSlots(settings.jobs(), settings.lease()));
        BatchFleet fleet = new BatchFleet(
                reader, dataSource, runId, process, settings, define.apply(run).build());
        fleet.scheduler.start();
        return fleet;
    }

    /** Creates the tables that do not exist; several processes may do so at the same time. */
    public static void createTables(DataSource dataSource) throws SQLException {
        FleetTables.create(dataSource);
    }

    /** Plans the run and each of its rounds, and adds tasks for the next shards, until every shard is settled. */
    private CompletionHandler<Void> plan(SchedulerClient client) {
        run.plan();
        List<Integer> pending = run.pendingShards();
        pending.stream()
                .limit((long) TASKS_PER_JOB * settings.jobs())
                .forEach(shard -> client.scheduleIfNotExists(
                        shardTask.instance(String.valueOf(shard)).data(0).build(), Instant.now()));
        return pending.isEmpty()
                ? new OnCompleteRemove<>()
                : new OnCompleteReschedule<>(FixedDelay.of(settings.poll()));
    }

    private CompletionHandler<Integer> process(int shard, int attempts) {
        if (run.processShard(shard) != ShardStatus.PENDING) {
            return new OnCompleteRemove<>();
        }
        // No slot is free, another process has the shard, or credits are missing.
        return new OnCompleteReschedule<>(FixedDelay.of(pause(attempts)), attempts + 1);
    }

    private Duration pause(int attempts) {
        return settings.poll().multipliedBy(Math.min(MAX_POLLS_BETWEEN_ATTEMPTS, 1L << Math.min(attempts, 10)));
    }

    /**
     * Waits until every shard is settled, whichever process processed it, or until this fleet is closed.
     *
     * @return the report
     * @throws InterruptedException if the thread is interrupted
     */
    public RunReport awaitEnd() throws InterruptedException {
        boolean ended = false;
        while (!ended) {
            ended = closed.await(settings.poll().toMillis(), TimeUnit.MILLISECONDS)
                    || scheduler.getScheduledExecution(planTask).isEmpty();
        }
        return run.report();
    }

    /** Closes the client, which ends the work of this process, then the scheduler. The run can be resumed. */
    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            scheduler.pause();
            reader.close();
            scheduler.stop();
            closed.countDown();
        }
    }
}
