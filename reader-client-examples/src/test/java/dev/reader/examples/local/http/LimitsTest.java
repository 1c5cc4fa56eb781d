package dev.reader.examples.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.local.Api;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.MutableClock;
import dev.reader.examples.local.TestSite;
import dev.reader.examples.local.Tier;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private final MutableClock clock = new MutableClock();
    private TestSite site;
    private LocalReader reader;
    private Api api;

    @BeforeEach
    void startSite() throws IOException {
        site = new TestSite();
    }

    @AfterEach
    void stop() {
        reader.close();
        site.close();
    }

    private void start(LocalReader.Builder builder) {
        reader = builder.clock(clock).start();
        api = new Api(reader);
    }

    @Test
    void freeTier_rejectsTheEleventhRequestOfAMinute() {
        start(LocalReader.builder().allowPrivateNetworks().tier(Tier.FREE));
        for (int i = 0; i < 10; i++) {
            assertThat(api.get("/v1/jobs/none").status()).isEqualTo(404);
            clock.advance(Duration.ofSeconds(1));
        }

        Api.Response rejected = api.get("/v1/jobs/none");

        assertThat(rejected.status()).isEqualTo(429);
        assertThat(rejected.code()).isEqualTo("rate_limited");
        assertThat(rejected.header("retry-after")).isEqualTo("50");
        assertThat(rejected.details())
                .isEqualTo(JsonNodes.object()
                        .put("limit", 10)
                        .put("windowSeconds", 60)
                        .put("retryAfterSeconds", 50));
        clock.advance(Duration.ofSeconds(50));
        assertThat(api.get("/v1/jobs/none").status()).isEqualTo(404);
        assertThat(api.get("/v1/jobs/none").header("retry-after")).isEqualTo("1");
    }

    @Test
    void freeTier_rejectsTheThirdJob() throws InterruptedException {
        start(LocalReader.builder().allowPrivateNetworks().tier(Tier.FREE));
        String first = api.job(Api.batch(site.url("/held/1")));
        api.job(Api.batch(site.url("/held/2")));
        site.awaitHeld(2);

        Api.Response rejected = api.read(Api.batch(site.url("/a")));

        assertThat(rejected.status()).isEqualTo(429);
        assertThat(rejected.code()).isEqualTo("concurrency_limited");
        assertThat(rejected.headers()).doesNotContainKey("retry-after");
        assertThat(rejected.details())
                .isEqualTo(JsonNodes.object().put("active", 2).put("max", 2));
        api.delete("/v1/jobs/" + first);
        assertThat(api.read(Api.batch(site.url("/a"))).status()).isEqualTo(201);
    }

    @Test
    void withoutCredits_onlyCachedPagesAreRead() {
        start(LocalReader.builder().allowPrivateNetworks().tier(Tier.PRO).credits(2));
        api.scrape(site.url("/a"));

        Api.Response batch = api.read(Api.batch(site.url("/b"), site.url("/c")));
        Api.Response premium =
                api.read(JsonNodes.object().put("url", site.url("/b")).put("proxyMode", "premium"));
        assertThat(api.scrape(site.url("/b")).status()).isEqualTo(200);
        Api.Response hit = api.scrape(site.url("/a"));

        assertThat(batch.status()).isEqualTo(402);
        assertThat(batch.code()).isEqualTo("insufficient_credits");
        assertThat(batch.details())
                .isEqualTo(JsonNodes.object()
                        .put("required", 2)
                        .put("available", 1)
                        .put("resetAt", "2026-04-01T00:00:00Z"));
        assertThat(premium.details().path("required").asInt()).isEqualTo(3);
        assertThat(hit.status()).isEqualTo(200);
        assertThat(api.read(Api.batch(site.url("/a"))).status())
                .as("a batch does not read the cache")
                .isEqualTo(402);
    }

    @Test
    void jobThatRunsOutOfCreditsFails() {
        start(LocalReader.builder().allowPrivateNetworks().credits(2));
        site.page("/", "<a href='/a'>a</a><a href='/b'>b</a><a href='/c'>c</a>");

        JsonNode job = api.ended(api.job(
                JsonNodes.object().put("url", site.url("/")).put("maxPages", 10).put("maxConcurrency", 1)));

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.path("error").asText()).contains("credits");
        assertThat(job.path("completed").asInt()).isEqualTo(2);
    }

    @Test
    void creditsAreResetEachMonth() {
        start(LocalReader.builder().allowPrivateNetworks().credits(1));
        api.scrape(site.url("/a"));

        assertThat(api.scrape(site.url("/b")).status()).isEqualTo(402);
        clock.advance(Duration.ofDays(25));

        assertThat(api.scrape(site.url("/b")).status()).isEqualTo(200);
    }

    @Test
    void failedPagesAreFree() {
        start(LocalReader.builder().allowPrivateNetworks().credits(1));
        site.page("/broken", 500, "text/html", "");

        api.scrape(site.url("/broken"));

        assertThat(api.scrape(site.url("/a")).status()).isEqualTo(200);
    }

    @Test
    void sameKeyGetsTheSameResponseForADay() {
        start(LocalReader.builder().allowPrivateNetworks());
        String[] key = {"x-idempotency-key", "once"};

        Api.Response first = api.read(Api.batch(site.url("/a")), key);
        api.ended(first.data().path("id").asText());
        Api.Response second = api.read(Api.batch(site.url("/a")), key);
        clock.advance(IdempotencyStore.RETENTION);
        Api.Response third = api.read(Api.batch(site.url("/a")), key);

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(third.data().path("id")).isNotEqualTo(first.data().path("id"));
    }

    @Test
    void keepsErrorResponsesUnlessTheyAreRetryable() {
        start(LocalReader.builder().allowPrivateNetworks());
        String[] key = {"x-idempotency-key", "once"};
        String unreachable = "http://127.0.0.1:1/";

        assertThat(api.read(JsonNodes.object().put("url", unreachable), key).code())
                .isEqualTo("upstream_unavailable");
        assertThat(api.read(JsonNodes.object().put("url", "nonsense"), key).status())
                .isEqualTo(400);
        assertThat(api.read(JsonNodes.object().put("url", site.url("/a")), key).status())
                .isEqualTo(400);
    }

    @Test
    void concurrentRequestsWithTheSameKeyCreateOneJob() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks());
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                ids.add(threads.submit(() -> api.read(Api.batch(site.url("/a")), "x-idempotency-key", "k")
                        .body()));
            }

            assertThat(ids).extracting(LimitsTest::get).containsOnly(get(ids.get(0)));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void blankIdempotencyKeyIsInvalid() {
        start(LocalReader.builder().allowPrivateNetworks());

        assertThat(api.read(Api.batch(site.url("/a")), "x-idempotency-key", " ").code())
                .isEqualTo("invalid_request");
    }

    private static String get(Future<String> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
