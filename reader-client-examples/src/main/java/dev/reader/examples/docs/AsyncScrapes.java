package dev.reader.examples.docs;

import dev.reader.client.ReaderClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Scrapes pages at the same time. Takes their URLs; the key and the API's URL come from the environment. */
public final class AsyncScrapes {
    private AsyncScrapes() {}

    public static void main(String[] urls) {
        try (ReaderClient reader = ReaderClient.fromEnvironment()) {
            List<CompletableFuture<String>> lines = Stream.of(urls)
                    .map(url -> reader.async()
                            .scrape(url)
                            .thenApply(page -> url + ": status " + page.statusCode())
                            .exceptionally(failure -> url + ": " + failure.getMessage()))
                    .toList();
            lines.forEach(line -> System.out.println(line.join()));
        }
    }
}
