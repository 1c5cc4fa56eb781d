package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.BatchRequest;
import dev.reader.client.BrowserSession;
import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.WebhookRequest;
import dev.reader.client.error.SessionExpiredException;
import dev.reader.client.error.UnauthenticatedException;
import dev.reader.client.model.CreatedApiKey;
import dev.reader.client.model.Credits;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import dev.reader.client.model.ProxyMode;
import dev.reader.client.model.UsageEntry;
import dev.reader.client.model.Webhook;
import dev.reader.client.model.WebhookEventType;
import dev.reader.client.webhook.WebhookEvent;
import dev.reader.client.webhook.WebhookVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests client and local Reader against each other. */
class ClientOnLocalReaderTest {
    private static final String SECRET = "a secret of the right length";

    private final LocalReader local = LocalReader.builder()
            .allowPrivateNetworks()
            .tier(Tier.PRO)
            .webhookPause(Duration.ZERO)
            .slowPageDelay(Duration.ZERO)
            .start();
    private final ReaderClient reader = ReaderClient.builder()
            .apiKey(local.apiKey())
            .baseUrl(local.baseUrl())
            .build();
    private TestSite site;

    @BeforeEach
    void startSite() throws IOException {
        site = new TestSite();
    }

    @AfterEach
    void stop() {
        reader.close();
        local.close();
        site.close();
    }

    @Test
    void createsOneJobDespiteFaults() {
        local.faults().add("reset-before@/v1/read");
        local.faults().add("reset-after@/v1/read");
        local.faults().add("server-error@/v1/read");

        Job created = reader.createJob(BatchRequest.of(site.url("/a"), site.url("/b")));
        Job done = reader.waitForJob(created.id());

        assertThat(local.faults().active()).isEmpty();
        assertThat(done.results()).extracting(Page::url).containsExactlyInAnyOrder(site.url("/a"), site.url("/b"));
        assertThat(site.requests()).isEqualTo(2);
        assertThat(reader.usageHistory()).hasSize(2);
    }

    @Test
    void creditsAndUsageMatchTheCost() {
        reader.scrape(site.url("/a"));
        reader.scrape(site.url("/a"));
        Page premium = reader.scrape(ScrapeRequest.builder(site.url("/b"))
                .proxyMode(ProxyMode.PREMIUM)
                .build());

        Credits credits = reader.getCredits();
        assertThat(premium.credits()).isEqualTo(3);
        assertThat(credits.used()).isEqualTo(4);
        assertThat(credits.tier()).isEqualTo("pro");
        assertThat(reader.usageHistory()).extracting(UsageEntry::cached).containsExactly(false, true, false);
        assertThat(reader.getQueueStatus().maxConcurrency()).isEqualTo(10);
    }

    @Test
    void keyIsValidUntilItIsRevoked() {
        CreatedApiKey created = reader.apiKeys().create("CI");
        try (ReaderClient other = ReaderClient.builder()
                .apiKey(created.key())
                .baseUrl(local.baseUrl())
                .build()) {
            assertThat(other.apiKeys().list()).hasSize(2);
            reader.apiKeys().revoke(created.apiKey().id());
            assertThatThrownBy(other::getCredits).isInstanceOf(UnauthenticatedException.class);
        }
    }

    @Test
    void retriedDeliveryIsVerified() throws Exception {
        try (TestWebhookReceiver receiver = new TestWebhookReceiver(500)) {
            Webhook webhook = reader.webhooks()
                    .create(WebhookRequest.builder(receiver.url(), "mine", WebhookEventType.JOB_COMPLETED)
                            .secret(SECRET)
                            .build());
            Job job = reader.createJob(BatchRequest.of(site.url("/a")));
            TestWebhookReceiver.Delivery first = receiver.next();
            TestWebhookReceiver.Delivery second = receiver.next();

            WebhookEvent event = WebhookVerifier.of(SECRET)
                    .verify(
                            name -> second.header(
                                    name.substring(0, 1) + name.substring(1).toLowerCase(Locale.ROOT)),
                            second.body().getBytes(StandardCharsets.UTF_8));

            assertThat(webhook.secret()).isEqualTo(SECRET);
            assertThat(event).isInstanceOf(WebhookEvent.JobCompleted.class);
            assertThat(event.deliveryId()).isEqualTo(first.header("X-reader-delivery"));
            assertThat(event.payload().path("jobId").asText()).isEqualTo(job.id());
            reader.webhooks().delete(webhook.id());
            assertThat(reader.webhooks().list()).isEmpty();
        }
    }

    @Test
    @RequiresChromium
    void aSessionStopsItself() {
        String id;
        try (BrowserSession session = reader.sessions().create(Duration.ofMinutes(1))) {
            id = session.sessionId();
            assertThat(session.wsEndpoint()).startsWith("ws://127.0.0.1:");
            assertThat(reader.sessions().list()).hasSize(1);
        }

        assertThat(reader.sessions().list()).isEmpty();
        assertThatThrownBy(() -> reader.sessions().stop(id)).isInstanceOf(SessionExpiredException.class);
    }
}
