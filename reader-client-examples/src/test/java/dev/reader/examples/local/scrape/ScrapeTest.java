package dev.reader.examples.local.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.Api;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.MutableClock;
import dev.reader.examples.local.SampleSite;
import dev.reader.examples.local.TestSite;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrapeTest {
    private final MutableClock clock = new MutableClock();
    private final LocalReader reader = LocalReader.builder()
            .allowPrivateNetworks()
            .clock(clock)
            .blockHost("Blocked.example")
            .start();
    private final Api api = new Api(reader);

    @AfterEach
    void stop() {
        reader.close();
    }

    @Test
    void returnsMarkdownAndMetadata() {
        Api.Response response = api.scrape(reader.site().url("/guide/getting-started.html"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("x-request-id")).startsWith("req_");
        JsonNode page = response.data();
        assertThat(page.path("markdown").asText())
                .startsWith("# Getting started\n")
                .contains("```sh\npipx install tidewright\ntidewright --version\n```")
                .containsPattern("\\| *Day *\\| *High water *\\|")
                .contains("](" + reader.site().url("/guide/installation.html") + ")")
                .doesNotContain("On this page", "Skip to content", "free software");
        assertThat(page.has("html")).isFalse();
        assertThat(page.path("statusCode").asInt()).isEqualTo(200);
        assertThat(page.path("credits").asInt()).isEqualTo(1);
        JsonNode metadata = page.path("metadata");
        assertThat(metadata.path("title").asText()).isEqualTo("Getting started · Tidewright");
        assertThat(metadata.path("description").asText()).startsWith("Install Tidewright");
        assertThat(metadata.path("language").asText()).isEqualTo("en");
        assertThat(metadata.path("cached").asBoolean(true)).isFalse();
        assertThat(metadata.path("duration").isIntegralNumber()).isTrue();
        assertThat(metadata.path("scrapedAt").asText()).isEqualTo("2026-03-10T12:00:00Z");
    }

    @Test
    void onlyMainContent_off_keepsNavigationAndFooter() {
        ObjectNode body = JsonNodes.object().put("url", reader.siteUrl()).put("onlyMainContent", false);

        assertThat(api.read(body).data().path("markdown").asText()).contains("Command line", "free software");
    }

    @Test
    void appliesIncludeTags_thenExcludeTags() {
        ObjectNode body = JsonNodes.object().put("url", reader.site().url("/reference/cli.html"));
        body.putArray("formats").add("html").add("markdown");
        body.putArray("includeTags").add("nav").add("h2").add("table");
        body.putArray("excludeTags").add("table").add("nav li:first-child");

        JsonNode page = api.read(body).data();

        assertThat(page.path("html").asText())
                .contains("<nav", "<h2>fit</h2>", "/guide/")
                .doesNotContain("<table", "Home");
        assertThat(page.path("markdown").asText()).contains("## fit").doesNotContain("constituents (JSON)");
    }

    @Test
    void followsRedirects() {
        JsonNode page = api.scrape(reader.site().url(SampleSite.REDIRECT)).data();

        assertThat(page.path("url").asText()).isEqualTo(reader.site().url(SampleSite.REDIRECT));
        assertThat(page.path("finalUrl").asText()).isEqualTo(reader.site().url(SampleSite.REDIRECT_TARGET));
        assertThat(page.path("markdown").asText()).startsWith("# Getting started");
    }

    @Test
    void missingPageHasAnErrorAndIsFree() {
        Api.Response response = api.scrape(reader.site().url(SampleSite.MISSING_PAGE));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.data().path("statusCode").asInt()).isEqualTo(404);
        assertThat(response.data().path("error").asText()).contains("404");
        assertThat(response.data().path("credits").asInt(-1)).isZero();
    }

    @Test
    void flakyPageFailsOnce() {
        String url = reader.site().url(SampleSite.FLAKY_PAGE);

        assertThat(api.scrape(url).data().path("statusCode").asInt()).isEqualTo(503);
        assertThat(api.scrape(url).data().path("markdown").asText()).startsWith("# Saltmarsh Quay");
    }

    @Test
    void secondScrapeIsAFreeCacheHitFor24Hours() {
        String url = reader.siteUrl();
        api.scrape(url);

        JsonNode hit = api.scrape(url).data();
        JsonNode uncached =
                api.read(JsonNodes.object().put("url", url).put("cache", false)).data();
        clock.advance(PageCache.RETENTION);
        JsonNode later = api.scrape(url).data();

        assertThat(hit.path("metadata").path("cached").asBoolean()).isTrue();
        assertThat(hit.path("credits").asInt(-1)).isZero();
        assertThat(hit.path("markdown").asText()).isNotEmpty();
        assertThat(uncached.path("metadata").path("cached").asBoolean(true)).isFalse();
        assertThat(uncached.path("credits").asInt()).isEqualTo(1);
        assertThat(later.path("credits").asInt()).isEqualTo(1);
    }

    @Test
    void premiumCostsThreeCredits() {
        JsonNode page = api.read(JsonNodes.object().put("url", reader.siteUrl()).put("proxyMode", "premium"))
                .data();

        assertThat(page.path("credits").asInt()).isEqualTo(3);
        assertThat(page.path("proxyMode").asText()).isEqualTo("premium");
    }

    @Test
    void slowPageTimesOut() {
        reader.faults().add("slow-page:30000@/faq");

        Api.Response response = api.read(
                JsonNodes.object().put("url", reader.site().url("/faq.html")).put("timeoutMs", 1000));

        assertThat(response.status()).isEqualTo(504);
        assertThat(response.code()).isEqualTo("scrape_timeout");
        assertThat(response.details().path("timeoutMs").asInt()).isEqualTo(1000);
    }

    @Test
    void missingSelectorTimesOut_presentSelectorDoesNot() {
        ObjectNode body = JsonNodes.object()
                .put("url", reader.siteUrl())
                .put("timeoutMs", 1000)
                .put("waitForSelector", ".never");

        assertThat(api.read(body).code()).isEqualTo("scrape_timeout");
        assertThat(api.read(body.put("waitForSelector", "figure > img")).status())
                .isEqualTo(200);
    }

    @Test
    void unreachableHostIsUpstreamUnavailable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        Api.Response response = api.scrape("http://127.0.0.1:" + port + "/");

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.code()).isEqualTo("upstream_unavailable");
        assertThat(response.json().path("error").path("message").asText()).contains("connection refused");
    }

    @Test
    void rejectsBlockedHostsSchemesAndRedirects() throws IOException {
        try (TestSite site = new TestSite()) {
            site.page("/out", 302, "http://blocked.example/", "");
            for (String url : List.of("http://blocked.example/a", "file:///etc/passwd", site.url("/out"))) {
                Api.Response response = api.scrape(url);

                assertThat(response.status()).as(url).isEqualTo(403);
                assertThat(response.code()).isEqualTo("url_blocked");
                assertThat(response.details().path("url").asText()).isNotEmpty();
                assertThat(response.details().path("reason").asText()).isNotEmpty();
            }
        }
    }

    @Test
    void readsContentOtherThanHtml() throws IOException {
        try (TestSite site = new TestSite()) {
            site.page("/data.json", 200, "application/json", "{\"a\": 1}")
                    .page("/image", 200, "image/png", "…")
                    .page("/latin", 200, "text/html; charset=iso-8859-15", "<main><h1>plain</h1></main>");

            assertThat(api.scrape(site.url("/data.json"))
                            .data()
                            .path("markdown")
                            .asText())
                    .isEqualTo("```json\n{\"a\": 1}\n```\n");
            assertThat(api.scrape(site.url("/image")).data().path("error").asText())
                    .contains("image/png");
            assertThat(api.scrape(site.url("/latin")).data().path("markdown").asText())
                    .isEqualTo("# plain\n");
        }
    }

    @Test
    void pagesCanBeAddedToTheSampleSite() {
        reader.site().put("/new", "<main><h2>New</h2></main>");

        assertThat(api.scrape(reader.site().url("/new")).data().path("markdown").asText())
                .isEqualTo("## New\n");
    }
}
