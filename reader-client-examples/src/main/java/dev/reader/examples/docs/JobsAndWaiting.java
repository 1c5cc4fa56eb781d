package dev.reader.examples.docs;

import dev.reader.client.BatchRequest;
import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The code of docs/jobs.md. */
final class JobsAndWaiting {
    private JobsAndWaiting() {}

    static void start(ReaderClient reader, List<String> urls) {
        Job batch =
                reader.createJob(BatchRequest.builder(urls).batchConcurrency(10).build());
        Job crawl = reader.createJob(CrawlRequest.builder("https://docs.example.com")
                .maxDepth(3)
                .maxPages(500)
                .build());
        System.out.println(batch.id() + " " + crawl.id());
    }

    static void waitFor(ReaderClient reader, String jobId) {
        Job done = reader.waitForJob(
                jobId,
                WaitOptions.builder()
                        .timeout(Duration.ofMinutes(30))
                        .onProgress(progress -> System.err.println(progress.completed() + " of " + progress.total()))
                        .build());
        done.failedPages().forEach(page -> System.err.println(page.url() + ": " + page.error()));
    }

    static List<Page> finishedPages(ReaderClient reader, String jobId) {
        try {
            return reader.waitForJob(jobId).results();
        } catch (JobFailedException e) {
            return e.job().results(); // the pages that the job finished before it failed or was cancelled
        } catch (WaitTimeoutException e) {
            return List.of(); // the job is still running: wait for it again later
        }
    }

    static void oneByOne(ReaderClient reader, String jobId, Consumer<Page> save) {
        for (Page page : reader.jobResults(jobId)) {
            save.accept(page);
        }
    }

    static void cancelAndRetry(ReaderClient reader, String jobId) {
        JobStatus status = reader.cancelJob(jobId);
        int retried = reader.retryJob(jobId).retrying(); // the number of failed pages
        System.out.println(status + " " + retried);
    }
}
