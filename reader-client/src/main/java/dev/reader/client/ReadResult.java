package dev.reader.client;

import dev.reader.client.model.Job;
import dev.reader.client.model.Page;

/** What {@link ReaderClient#read} brings: a page for a scrape, a finished job for a batch or crawl. */
public sealed interface ReadResult {

    /**
     * The page of a scrape.
     *
     * @param page the page
     */
    record Scraped(Page page) implements ReadResult {}

    /**
     * A job that has completed.
     *
     * @param job the job with all its results
     */
    record Finished(Job job) implements ReadResult {}
}
