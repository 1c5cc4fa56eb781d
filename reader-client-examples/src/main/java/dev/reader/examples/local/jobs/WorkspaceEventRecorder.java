package dev.reader.examples.local.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.scrape.ScrapedPage;

/** Records the events of all jobs in the {@link EventLog} of the workspace. */
final class WorkspaceEventRecorder implements JobObserver {
    private final EventLog log;

    WorkspaceEventRecorder(EventLog log) {
        this.log = log;
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
        } else {
            log.append("job:completed", counts(job).put("creditsUsed", job.creditsUsed()));
        }
    }

    private static ObjectNode counts(ServerJob job) {
        ObjectNode counts = JsonNodes.object().put("jobId", job.id());
        counts.setAll(job.progressJson());
        return counts;
    }
}
