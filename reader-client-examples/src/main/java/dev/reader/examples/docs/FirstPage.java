package dev.reader.examples.docs;

import dev.reader.client.ReaderClient;
import dev.reader.client.model.Page;

public class FirstPage {
    public static void main(String[] args) {
        try (ReaderClient reader = ReaderClient.fromEnvironment()) {
            Page page = reader.scrape(args[0]);
            System.out.println(page.markdown());
        }
    }
}
