package dev.reader.client;

import dev.reader.client.model.Job;
import dev.reader.client.model.Page;

/** The result of {@link ReaderClient#read}: a page for a scrape, a completed job for a batch or crawl. */
public sealed interface ReadResult {

    /**
     * The page of a scrape.
     *
     * @param page the page
     */
    record Scraped(Page page) implements ReadResult {}

    /**
     * A completed job.
     *
     * @param job the job with all its results
     */
    record Finished(Job job) implements ReadResult {}
}
