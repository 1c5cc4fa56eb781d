package dev.reader.client.run;

/**
 * What a run will take at most if no URL has to be retried.
 *
 * @param urls the number of distinct, valid URLs
 * @param duplicates the number of URLs that occurred again, and are read once
 * @param rejected the number of entries that are not URLs
 * @param jobs the number of jobs
 * @param requests the number of requests: for each job, its creation, one for its state and one for each 100 results
 * @param maxCredits the highest cost, at {@link BatchRun.Builder#maxCreditsPerPage} for each page
 */
public record RunEstimate(long urls, long duplicates, long rejected, int jobs, long requests, long maxCredits) {}
