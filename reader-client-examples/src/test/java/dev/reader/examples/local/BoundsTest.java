package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BoundsTest {
    private static final int MEBIBYTE = 1024 * 1024;

    @Test
    void theTimeLimitIncludesTheConversion() throws IOException {
        try (TestSite site = new TestSite();
                LocalReader reader =
                        LocalReader.builder().allowPrivateNetworks().start()) {
            site.page("/large", "<div><div><span>text</span></div></div>".repeat(350_000));

            Api.Response response = new Api(reader)
                    .read(JsonNodes.object().put("url", site.url("/large")).put("timeoutMs", 1000));

            assertThat(response.status()).isEqualTo(504);
            assertThat(response.code()).isEqualTo("scrape_timeout");
        }
    }

    @Test
    void aBodyThatNeverEndsIsCut() throws IOException {
        HttpServer endless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endless.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 0);
            byte[] part = "<p>more</p>".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write(part);
                }
            }
        });
        endless.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        endless.start();
        try (LocalReader reader = LocalReader.builder().allowPrivateNetworks().start()) {
            JsonNode page = new Api(reader)
                    .scrape("http://127.0.0.1:" + endless.getAddress().getPort() + "/")
                    .data();

            assertThat(page.path("error").asText()).contains("larger than " + 16 * MEBIBYTE + " bytes");
            assertThat(page.path("credits").asInt(-1)).isZero();
        } finally {
            endless.stop(0);
        }
    }

    @Test
    void aFinishedJobIsDroppedAfterADay_aRunningOneIsNot() throws Exception {
        MutableClock clock = new MutableClock();
        try (TestSite site = new TestSite();
                LocalReader reader = LocalReader.builder()
                        .clock(clock)
                        .allowPrivateNetworks()
                        .start()) {
            Api api = new Api(reader);
            String finished = api.job(Api.batch(site.url("/a")));
            String running = api.job(Api.batch(site.url("/held")));
            api.ended(finished);
            site.awaitHeld(1);

            clock.advance(Duration.ofHours(24));

            assertThat(api.get("/v1/jobs/" + finished).status()).isEqualTo(404);
            assertThat(api.get("/v1/jobs/" + running).status()).isEqualTo(200);
        }
    }

    @Test
    void onlyTheLatestThousandFinishedJobsAreKept() {
        try (LocalReader reader = LocalReader.builder().start()) {
            Api api = new Api(reader);
            String first = api.job(Api.batch(reader.siteUrl()));
            String second = api.job(Api.batch(reader.siteUrl()));
            api.ended(first);
            api.ended(second);
            for (int i = 0; i < 998; i++) {
                api.ended(api.job(Api.batch(reader.siteUrl())));
            }
            assertThat(api.get("/v1/jobs/" + first).status()).isEqualTo(200);

            api.ended(api.job(Api.batch(reader.siteUrl())));

            assertThat(List.of(
                            api.get("/v1/jobs/" + first).status(),
                            api.get("/v1/jobs/" + second).status()))
                    .as("one of the first two, whichever ended first")
                    .containsExactlyInAnyOrder(404, 200);
        }
    }

    /** Runs 100,000 jobs, each with an idempotency key, in a process with a small heap. */
    @Test
    @Tag("drill")
    @Timeout(900)
    void memoryIsConstantOverAHundredThousandJobs() throws Exception {
        List<String> options = List.of("-Xmx96m", "-XX:+ExitOnOutOfMemoryError");
        try (LocalReaderProcess process = LocalReaderProcess.start(options)) {
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            Semaphore inFlight = new Semaphore(16);
            Semaphore created = new Semaphore(0);
            for (int i = 0; i < 100_000; i++) {
                inFlight.acquire();
                HttpRequest request = HttpRequest.newBuilder(URI.create(process.baseUrl() + "/v1/read"))
                        .header("x-api-key", LocalReader.DEMO_KEY)
                        .header("x-idempotency-key", "drill-" + i)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                Api.batch(process.siteUrl() + "faq.html").toString()))
                        .build();
                CompletableFuture<?> unused = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .whenComplete((response, failure) -> {
                            if (failure == null && response.statusCode() == 201) {
                                created.release();
                            }
                            inFlight.release();
                        });
            }
            inFlight.acquire(16);

            assertThat(created.availablePermits()).isEqualTo(100_000);
            assertThat(process.process().isAlive()).isTrue();
        }
    }
}
