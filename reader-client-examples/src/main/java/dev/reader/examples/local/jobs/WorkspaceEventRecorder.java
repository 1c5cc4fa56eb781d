package dev.reader.examples.local.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.Habit;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.scrape.ScrapedPage;
import java.util.Set;

/** Records the events of all jobs in the {@link EventLog} of the workspace. */
final class WorkspaceEventRecorder implements JobObserver {
    private final EventLog log;
    private final Set<Habit> habits;

    WorkspaceEventRecorder(EventLog log, Set<Habit> habits) {
        this.log = log;
        this.habits = habits;
    }

    @Override
    public void started(ServerJob job) {
        // the progress event that follows reports it
    }

    @Override
    public void page(ServerJob job, ScrapedPage page) {
        // the progress or final event that follows reports it
    }

    @Override
    public void progress(ServerJob job) {
        log.append("job:progress", counts(job));
    }

    @Override
    public void ended(ServerJob job) {
        if (job.status() == ServerJobStatus.FAILED) {
            log.append("job:failed", JsonNodes.object().put("jobId", job.id()).put("error", job.error()));
        } else if (job.status() == ServerJobStatus.COMPLETED || habits.contains(Habit.CANCEL_AS_COMPLETED)) {
            log.append("job:completed", counts(job).put("creditsUsed", job.creditsUsed()));
        } else if (habits.contains(Habit.CANCEL_AS_PROGRESS)) {
            log.append("job:progress", counts(job));
        }
    }

    private static ObjectNode counts(ServerJob job) {
        ObjectNode counts = JsonNodes.object().put("jobId", job.id());
        counts.setAll(job.progressJson());
        return counts;
    }
}
