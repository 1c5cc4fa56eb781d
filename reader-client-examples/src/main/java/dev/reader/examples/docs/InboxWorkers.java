package dev.reader.examples.docs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.reader.client.webhook.TransactionHandler;
import dev.reader.client.webhook.WebhookInbox;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Handles the deliveries of an inbox with db-scheduler, in any number of processes. */
final class InboxWorkers {
    private InboxWorkers() {}

    static Scheduler start(DataSource dataSource, WebhookInbox inbox, TransactionHandler handler, int workers) {
        List<RecurringTask<?>> tasks = new ArrayList<>();
        for (int i = 1; i <= workers; i++) {
            tasks.add(Tasks.recurring("reader-inbox-" + i, FixedDelay.ofSeconds(1))
                    .execute((task, context) -> handleDueDeliveries(inbox, handler, context)));
        }
        Scheduler scheduler = Scheduler.create(dataSource)
                .startTasks(tasks)
                .threads(workers)
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(Duration.ofSeconds(5))
                .build();
        scheduler.start();
        return scheduler;
    }

    private static void handleDueDeliveries(WebhookInbox inbox, TransactionHandler handler, ExecutionContext context) {
        try {
            boolean more = true;
            while (more && !context.getSchedulerState().isShuttingDown()) {
                more = inbox.processNext(handler);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("can't read the inbox; the scheduler tries again", e);
        }
    }
}
