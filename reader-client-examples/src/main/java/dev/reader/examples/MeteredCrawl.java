package dev.reader.examples;

import dev.reader.client.CrawlRequest;
import dev.reader.client.RateLimiter;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Job;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Crawls a site, and prints what the client did, as Prometheus scrapes it. Takes the API's URL, a key and the site. */
public final class MeteredCrawl {
    private MeteredCrawl() {}

    /** Runs the program. */
    public static void main(String[] args) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (ReaderClient reader = ReaderClient.builder()
                .baseUrl(args[0])
                .apiKey(args[1])
                .listener(new ReaderMetrics(registry))
                .rateLimiter(RateLimiter.perMinute(60))
                .build()) {
            Job job = reader.createJob(CrawlRequest.of(args[2]));
            System.err.println(reader.waitForJob(job.id()).results().size() + " pages");
        }
        System.out.print(registry.scrape());
    }
}
