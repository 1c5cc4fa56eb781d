package dev.reader.examples.docs;

import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;

/** The example of the README. */
final class ReadmeExample {
    private ReadmeExample() {}

    public static void main(String[] args) {
        try (ReaderClient reader = ReaderClient.fromEnvironment()) {
            System.out.println(reader.scrape("https://example.com").markdown());

            Job job = reader.createJob(CrawlRequest.builder("https://docs.example.com")
                    .maxPages(200)
                    .build());
            for (Page page : reader.waitForJob(job.id()).results()) {
                System.out.println(page.url() + ": " + (page.failed() ? page.error() : page.markdown()));
            }
        }
    }
}
