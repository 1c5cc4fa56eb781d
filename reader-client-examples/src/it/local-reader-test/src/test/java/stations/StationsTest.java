package stations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.reader.client.BatchRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.error.ScrapeTimeoutException;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.LocalReaderExtension;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalReaderExtension.class)
class StationsTest {
    @AfterEach
    void removeFaults(LocalReader local) {
        local.faults().clear();
    }

    @Test
    void readsAPage(ReaderClient reader, LocalReader local) {
        local.site().put("/stations/new.html", "<main><h1>New Quay</h1><p>Open since May.</p></main>");

        Page page = reader.scrape(local.site().url("/stations/new.html"));

        assertEquals("# New Quay\n\nOpen since May.\n", page.markdown());
    }

    @Test
    void survivesALostConnection(ReaderClient reader, LocalReader local) {
        local.faults().add("reset-after:2@/v1/read"); // the responses to the next two requests are lost
        local.faults().add("cut-stream:1x3"); // and three streams end early
        BatchRequest batch = BatchRequest.of(local.siteUrl(), local.site().url("/faq.html"));

        Job job = reader.waitForJob(reader.createJob(batch).id());

        assertEquals(2, job.results().size());
    }

    @Test
    void reportsASlowPage(ReaderClient reader, LocalReader local) {
        local.faults().add("slow-page:5000@/faq.html");
        ScrapeRequest slow = ScrapeRequest.builder(local.site().url("/faq.html"))
                .timeout(Duration.ofSeconds(1))
                .cache(false)
                .build();

        assertThrows(ScrapeTimeoutException.class, () -> reader.scrape(slow));
    }

    @Test
    void aProgramWithAClientOfItsOwn(URI baseUrl) {
        try (ReaderClient own = ReaderClient.builder()
                .apiKey(LocalReader.DEMO_KEY)
                .baseUrl(baseUrl.toString())
                .build()) {
            assertEquals("none", own.getCredits().tier());
        }
    }
}
