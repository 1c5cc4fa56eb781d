package dev.reader.examples.docs;

import dev.reader.client.ReaderClient;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.Tier;

/** The code of docs/local-reader.md. */
final class LocalReaderInATest {
    private LocalReaderInATest() {}

    static void run() {
        try (LocalReader local = LocalReader.builder().tier(Tier.FREE).start();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .build()) {
            local.faults().add("cut-stream:5"); // at any time, also while it runs
            local.site().put("/mine.html", "<h1>A page of my own</h1>");
            System.out.println(reader.scrape(local.siteUrl() + "mine.html").markdown());
        }
    }

    static void change(LocalReader local, ReaderClient reader) {
        local.site().put("/mine.html", "<h1>A page of my own</h1>");
        local.faults().add("rate-limit:2@/v1/read");
        System.out.println(reader.scrape(local.site().url("/mine.html")).markdown()); // after two refusals
        local.faults().clear();
    }
}
