package dev.reader.examples.local.jobs;

import dev.reader.examples.local.scrape.ScrapedPage;

/**
 * Observes jobs. The calls for one job arrive in order, while the job is locked: an implementation must return quickly
 * and must not block.
 */
interface JobObserver {
    /** Called when the first page of a run is about to be read. */
    void started(ServerJob job);

    /** Called after an attempt to read a page. */
    void page(ServerJob job, ScrapedPage page);

    /** Called when the status or the counts of the job have changed. */
    void progress(ServerJob job);

    /** Called when the job has reached a terminal status. */
    void ended(ServerJob job);
}
