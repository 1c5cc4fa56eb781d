package dev.reader.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reader.client.ReaderClient;
import dev.reader.client.ReaderListener.StreamLost;
import dev.reader.client.ReaderListener.StreamOpened;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.Tier;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The meters of the bridge, as Prometheus scrapes them over HTTP. */
class ReaderMetricsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ReaderMetrics metrics = new ReaderMetrics(registry);

    /** Scrapes the registry as Prometheus does. */
    private String scrape() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(text);
            }
        });
        server.start();
        try {
            URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/metrics");
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void callsRetriesAndCredits_ofALocalReader() throws Exception {
        try (LocalReader local = LocalReader.builder()
                        .tier(Tier.PRO)
                        .slowPageDelay(Duration.ZERO)
                        .start();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .listener(metrics)
                        .build()) {
            local.faults().add("server-error@/v1/read");
            reader.scrape(local.siteUrl());

            assertThat(scrape())
                    .contains("reader_calls_seconds_count{code=\"none\",operation=\"scrape\",outcome=\"success\"} 1")
                    .contains("reader_retries_total{operation=\"scrape\",reason=\"backoff\"} 1.0")
                    .contains("reader_credits_total{kind=\"scrape\"} 1.0")
                    .doesNotContain(local.siteUrl());
        }
    }

    @Test
    void waitsForTheRateLimit() throws Exception {
        int[] asked = {0};
        try (LocalReader local =
                        LocalReader.builder().slowPageDelay(Duration.ZERO).start();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .listener(metrics)
                        .rateLimiter(() -> Duration.ofMillis(asked[0]++ == 0 ? 1 : 0))
                        .build()) {
            reader.getCredits();

            assertThat(scrape())
                    .contains("reader_rate_limit_wait_seconds_count{operation=\"getCredits\",reason=\"limiter\"} 1");
        }
    }

    @Test
    void reconnectsOfStreams() throws Exception {
        metrics.onStreamOpened(new StreamOpened("streamJob", "job_1", null));
        metrics.onStreamLost(new StreamLost(
                "streamJob",
                "job_1",
                true,
                true,
                Duration.ZERO,
                new ReaderConnectionException("lost", null, false, null)));
        metrics.onStreamOpened(new StreamOpened("streamJob", "job_1", Duration.ofSeconds(1)));

        assertThat(scrape())
                .contains("reader_stream_reconnects_total{operation=\"streamJob\"} 1.0")
                .contains("reader_stream_idle_timeouts_total{operation=\"streamJob\"} 1.0")
                .doesNotContain("job_1");
    }

    @Test
    void theProgramPrintsTheMeters(@TempDir Path folder) throws Exception {
        try (LocalReader local = LocalReader.builder()
                .tier(Tier.PRO)
                .slowPageDelay(Duration.ZERO)
                .start()) {
            Program.Result result = new Program(MeteredCrawl.class, folder)
                    .run(Map.of(), local.baseUrl(), local.apiKey(), local.siteUrl());

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out())
                    .contains("reader_calls_seconds_count{code=\"none\",operation=\"createJob\",outcome=\"success\"} 1")
                    .contains("reader_waits_seconds_count{operation=\"waitForJob\",outcome=\"success\"} 1")
                    .contains("reader_credits_total{kind=\"job\"}");
        }
    }
}
