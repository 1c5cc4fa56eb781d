package dev.reader.examples.desk.jobs;

import dev.reader.client.webhook.TransactionHandler;
import dev.reader.client.webhook.WebhookEvent;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.JobState;
import dev.reader.examples.desk.store.JobTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Handles the deliveries of the inbox: the end of a job makes its next step due, in the transaction that marks the delivery
 * as handled. Deliveries about jobs of other programs in the workspace count for nothing.
 */
final class DeliveryHandler implements TransactionHandler {
    private static final int NEWEST_JOBS = 50;

    private final Clock clock;

    DeliveryHandler(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void handle(Connection connection, WebhookEvent event) throws SQLException {
        String jobId = endedJob(event);
        if (jobId == null || JobTable.wake(connection, jobId, clock.instant())) {
            return;
        }
        for (DeskJob job : JobTable.list(connection, NEWEST_JOBS, 0)) {
            if (job.state() == JobState.SUBMITTING) {
                throw new IllegalStateException("job " + jobId
                        + " is unknown while a job is being submitted; the delivery is handled again later");
            }
        }
    }

    private static @Nullable String endedJob(WebhookEvent event) {
        if (event instanceof WebhookEvent.JobCompleted completed) {
            return completed.jobId();
        }
        return event instanceof WebhookEvent.JobFailed failed ? failed.jobId() : null;
    }
}
