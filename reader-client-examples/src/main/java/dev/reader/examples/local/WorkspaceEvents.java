package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes what happens to every job into the workspace's {@link EventLog}. */
final class WorkspaceEvents implements JobObserver {
    private final EventLog log;

    WorkspaceEvents(EventLog log) {
        this.log = log;
    }

    @Override
    public void started(Job job) {
        // progress follows, and says so
    }

    @Override
    public void page(Job job, ScrapedPage page) {
        // progress follows, or the end
    }

    @Override
    public void progress(Job job) {
        log.append("job:progress", counts(job));
    }

    @Override
    public void ended(Job job) {
        if (job.status() == JobStatus.FAILED) {
            log.append("job:failed", Json.object().put("jobId", job.id()).put("error", job.error()));
        } else {
            log.append("job:completed", counts(job).put("creditsUsed", job.creditsUsed()));
        }
    }

    private static ObjectNode counts(Job job) {
        ObjectNode counts = Json.object().put("jobId", job.id());
        counts.setAll(job.progressJson());
        return counts;
    }
}
