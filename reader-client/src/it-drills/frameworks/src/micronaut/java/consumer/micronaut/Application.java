package consumer.micronaut;

import consumer.Main;
import dev.reader.client.ReaderClient;
import io.micronaut.context.ApplicationContext;
import java.util.Map;

/** Starts the container, takes the client from it, and runs the program with the libraries that Micronaut brings. */
public final class Application {
    private Application() {}

    public static void main(String[] args) throws Exception {
        ReaderClient reader;
        try (ApplicationContext context = ApplicationContext.run(Map.of("reader.api-key", "rdr_key"))) {
            reader = context.getBean(ReaderClient.class);
            Main.main(args);
        }
        try {
            reader.scrape("https://example.com/");
        } catch (IllegalStateException e) {
            System.out.println("Micronaut closed the client: " + e.getMessage());
            return;
        }
        throw new AssertionError("Micronaut must close the client");
    }
}
