package dev.reader.examples.docs;

import dev.reader.client.ReadResult;
import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.model.Format;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** The code of docs/getting-started.md. */
final class GettingStarted {
    private GettingStarted() {}

    static void create() {
        try (ReaderClient reader = ReaderClient.create("rdr_your_key")) {
            Page page = reader.scrape("https://example.com");
            System.out.println(page.markdown());
        }
    }

    static void options(ReaderClient reader) throws IOException {
        Page page = reader.scrape(ScrapeRequest.builder("https://example.com/prices")
                .formats(Format.MARKDOWN, Format.SCREENSHOT)
                .includeTags("main", "table.prices")
                .waitForSelector("table.prices tr")
                .timeout(Duration.ofSeconds(90))
                .cache(false)
                .build());
        Files.write(Path.of("prices.png"), Objects.requireNonNull(page.screenshotPng()));
    }

    static String readAnything(ReaderClient reader, dev.reader.client.ReadRequest request) {
        ReadResult result = reader.read(request);
        if (result instanceof ReadResult.Scraped scraped) {
            return scraped.page().url();
        }
        return ((ReadResult.Finished) result).job().id();
    }
}
