package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.BrowserSession;
import dev.reader.client.Extraction;
import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.error.SessionNotFoundException;
import dev.reader.client.error.UpstreamUnavailableException;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.CreatedApiKey;
import dev.reader.client.model.Credits;
import dev.reader.client.model.Format;
import dev.reader.client.model.Page;
import dev.reader.client.model.ProxyMode;
import dev.reader.client.model.UsageEntry;
import dev.reader.client.model.UsageStatus;
import dev.reader.examples.docs.StructuredExtraction.Station;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.RequiresChromium;
import dev.reader.examples.local.Tier;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the code of the guides on accounts, sessions and extraction against the local Reader. */
final class AccountAndExtractionTest {
    private final LocalReader local = LocalReader.builder().tier(Tier.BUSINESS).start();
    private final String station = local.site().url("/stations/kirkhaven.html");
    private ReaderClient reader;

    @TempDir
    private Path folder;

    @BeforeEach
    void connect() {
        reader = ReaderClient.builder()
                .apiKey(local.apiKey())
                .baseUrl(local.baseUrl())
                .build();
    }

    @AfterEach
    void close() {
        reader.close();
        local.close();
    }

    @Test
    void fillsARecordFromThePage_withNullForMissingValues() {
        Station found = StructuredExtraction.intoARecord(reader, station);

        assertThat(found.name()).isEqualTo("Kirkhaven");
        assertThat(found.keeper()).isEqualTo("Kirkhaven Boat Club");
        assertThat(found.geo().latitude()).isEqualTo(55.71);
        assertThat(found.constituents().get(0))
                .isEqualTo(new StructuredExtraction.Constituent("M2", new BigDecimal("1.487")));
        assertThat(found.since()).isNull();
    }

    @Test
    void extractsWithOtherKindsOfRequests() {
        assertThat(StructuredExtraction.otherwise(reader, station)
                        .path("keeper")
                        .textValue())
                .isEqualTo("Kirkhaven Boat Club");
    }

    @Test
    void failedExtraction_keepsThePage() {
        Page page = reader.scrape(ScrapeRequest.builder(station)
                .extract(Extraction.ofPrompt("zzz"))
                .build());

        assertThat(page.failed()).isFalse();
        assertThat(page.markdown()).startsWith("# Kirkhaven");
        assertThat(page.extracted()).isNull();
        assertThat(page.extractionError()).isNotBlank();
        assertThat(page.metadata().extraction().extractionError()).isEqualTo(page.extractionError());
    }

    @Test
    void chargesCreditsAsDocumented_andRecordsThem() {
        reader.scrape(station); // 1
        reader.scrape(station); // cache hit: 0
        reader.scrape(ScrapeRequest.builder(station)
                .cache(false)
                .proxyMode(ProxyMode.PREMIUM)
                .build()); // 3
        reader.scrape(ScrapeRequest.builder(station)
                .cache(false)
                .extract(Station.class)
                .build()); // 1

        Credits credits = reader.getCredits();
        assertThat(credits.used()).isEqualTo(5);
        assertThat(credits.balance()).isEqualTo(credits.limit() - 5);
        List<UsageEntry> history = reader.usageHistory().stream().toList();
        assertThat(history).extracting(UsageEntry::credits).containsExactly(1, 3, 0, 1);
        assertThat(history).extracting(UsageEntry::status).containsOnly(UsageStatus.SUCCESS);
        assertThat(history).extracting(UsageEntry::cached).containsExactly(false, false, true, false);
    }

    @Test
    void readsTheHistoryPageByPage_whileItGrows() {
        List<String> urls = IntStream.range(0, 150).mapToObj(i -> station).toList();
        reader.waitForJob(
                reader.createJob(dev.reader.client.BatchRequest.of(urls)).id());

        var entries = reader.usageHistory().iterator();
        entries.next();
        reader.scrape(local.siteUrl());
        int count = 1;
        while (entries.hasNext()) {
            entries.next();
            count++;
        }

        assertThat(count).isEqualTo(150);
    }

    @Test
    void keyIsValid_untilItIsRevoked() {
        CreatedApiKey created = reader.apiKeys().create("second");

        assertThat(reader.apiKeys().list()).extracting(ApiKey::name).contains("second");
        assertThat(reader.apiKeys().list().toString()).doesNotContain(created.key());
        try (ReaderClient second = ReaderClient.builder()
                .apiKey(created.key())
                .baseUrl(local.baseUrl())
                .build()) {
            assertThat(second.getQueueStatus().activeJobs()).isZero();
        }
        reader.apiKeys().revoke(created.apiKey().id());
        try (ReaderClient second = ReaderClient.builder()
                .apiKey(created.key())
                .baseUrl(local.baseUrl())
                .build()) {
            assertThatThrownBy(second::getQueueStatus)
                    .isInstanceOf(dev.reader.client.error.UnauthenticatedException.class);
        }
    }

    @Test
    @RequiresChromium
    void aSessionStopsItself_andAScreenshotIsAPng() throws Exception {
        String id;
        try (BrowserSession session = reader.sessions().create(Duration.ofMinutes(1))) {
            id = session.sessionId();
            assertThat(session.wsEndpoint()).startsWith("ws");
            assertThat(session.toString()).doesNotContain(session.token());
            assertThat(reader.sessions().list()).hasSize(1);
        }
        assertThat(reader.sessions().list()).isEmpty();
        assertThatThrownBy(() -> reader.sessions().stop("s_none")).isInstanceOf(SessionNotFoundException.class);

        Page page = reader.scrape(
                ScrapeRequest.builder(station).formats(Format.SCREENSHOT).build());
        Path file = page.writeScreenshot(folder.resolve("page.png"));
        assertThat(javax.imageio.ImageIO.read(file.toFile()).getWidth()).isGreaterThan(100);
        assertThat(id).isNotBlank();
    }

    @Test
    void sessionNeedsABrowser() {
        try (LocalReader without = LocalReader.builder().withoutChromium().start();
                ReaderClient client = ReaderClient.builder()
                        .apiKey(without.apiKey())
                        .baseUrl(without.baseUrl())
                        .build()) {
            assertThatThrownBy(() -> client.sessions().create()).isInstanceOf(UpstreamUnavailableException.class);
        }
    }
}
