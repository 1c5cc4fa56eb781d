package dev.reader.examples.docs;

import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Job;

/** The example of the README. */
final class ReadmeExample {
    private ReadmeExample() {}

    public static void main(String[] args) {
        try (ReaderClient reader = ReaderClient.fromEnvironment()) {
            System.out.println(reader.scrape("https://example.com").markdown());
            Job job = reader.createJob(CrawlRequest.builder("https://docs.example.com")
                    .maxPages(200)
                    .build());
            reader.waitForJob(job.id())
                    .results()
                    .forEach(page -> System.out.println(page.url() + " " + page.markdown()));
        }
    }
}
