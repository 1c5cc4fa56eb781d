package dev.reader.examples.local;

/**
 * Hears what happens to jobs, in order for each job. Called while the job is locked: an implementation returns quickly
 * and waits for nothing.
 */
interface JobObserver {
    /** The first page of a run is being read. */
    void started(Job job);

    /** A page was attempted. */
    void page(Job job, ScrapedPage page);

    /** The job's status or counts have changed. */
    void progress(Job job);

    /** The job is terminal. */
    void ended(Job job);
}
