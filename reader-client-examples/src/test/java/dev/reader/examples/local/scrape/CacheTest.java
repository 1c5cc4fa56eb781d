package dev.reader.examples.local.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.Api;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.MutableClock;
import dev.reader.examples.local.TestSite;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CacheTest {
    private final MutableClock clock = new MutableClock();
    private final LocalReader reader =
            LocalReader.builder().clock(clock).allowPrivateNetworks().start();
    private final Api api = new Api(reader);
    private TestSite site;

    @BeforeEach
    void startSite() throws IOException {
        site = new TestSite().page("/a", "<nav>menu</nav><main><p id=x>one</p><b>two</b></main>");
    }

    @AfterEach
    void stop() {
        reader.close();
        site.close();
    }

    private ObjectNode body() {
        return JsonNodes.object().put("url", site.url("/a"));
    }

    private boolean isHit(ObjectNode body) {
        JsonNode page = api.read(body).data();
        return page.path("metadata").path("cached").asBoolean();
    }

    @Test
    void aHitHasItsOriginalTime_noProxyMode_andIsFree() {
        JsonNode first = api.read(body()).data();
        clock.advance(Duration.ofHours(1));
        JsonNode hit = api.read(body()).data();

        assertThat(first.path("proxyMode").asText()).isEqualTo("standard");
        assertThat(hit.path("metadata").path("cached").asBoolean()).isTrue();
        assertThat(hit.path("metadata").path("scrapedAt").asText()).isEqualTo("2026-03-10T12:00:00Z");
        assertThat(hit.has("proxyMode")).isFalse();
        assertThat(hit.path("metadata").has("proxyMode")).isFalse();
        assertThat(hit.path("credits").asInt(-1)).isZero();
        assertThat(site.requests()).isEqualTo(1);
    }

    @Test
    void theKeyHasEveryFieldThatChangesThePage() {
        api.read(body());

        ObjectNode include = body();
        include.putArray("includeTags").add("p");
        ObjectNode exclude = body();
        exclude.putArray("excludeTags").add("p");
        ObjectNode formats = body();
        formats.putArray("formats").add("html");

        assertThat(isHit(body().put("onlyMainContent", false))).isFalse();
        assertThat(isHit(include)).isFalse();
        assertThat(isHit(exclude)).isFalse();
        assertThat(isHit(body().put("waitForSelector", "p"))).isFalse();
        assertThat(isHit(formats)).as("the format is not part of the key").isTrue();
        assertThat(isHit(body().put("proxyMode", "premium")))
                .as("nor is the proxy mode")
                .isTrue();
    }

    @Test
    void withCacheOff_thePageIsStoredAnyway() {
        api.read(body().put("cache", false));

        assertThat(isHit(body())).isTrue();
    }

    @Test
    void failedPagesAreNotStored() {
        site.page("/a", 500, "text/html", "");
        api.read(body());

        assertThat(isHit(body())).isFalse();
    }

    @Test
    void jobsNeitherReadNorFillTheCache() {
        api.ended(api.job(Api.batch(site.url("/a"))));
        api.ended(api.job(body().put("maxPages", 1)));
        assertThat(isHit(body())).as("after a batch and a crawl").isFalse();

        JsonNode batch = api.ended(api.job(Api.batch(site.url("/a"))));
        JsonNode crawl = api.ended(api.job(body().put("maxPages", 1)));

        for (JsonNode job : new JsonNode[] {batch, crawl}) {
            JsonNode page = job.path("results").path(0);
            assertThat(page.path("metadata").path("cached").asBoolean(true)).isFalse();
            assertThat(job.path("creditsUsed").asInt()).isEqualTo(1);
        }
        assertThat(site.requests()).isEqualTo(5);
    }

    @Test
    void rawHtmlComesWhateverFormats_finalUrlOnlyWhenItDiffers_andFormatsMayBeEmpty() {
        ObjectNode nothing = body();
        nothing.putArray("formats");
        site.page("/moved", 302, site.url("/a"), "");

        JsonNode page = api.read(nothing).data();
        JsonNode moved = api.scrape(site.url("/moved")).data();

        assertThat(page.has("markdown")).isFalse();
        assertThat(page.has("html")).isFalse();
        assertThat(page.path("rawHtml").asText()).startsWith("<nav>menu</nav>");
        assertThat(page.has("finalUrl")).isFalse();
        assertThat(page.path("metadata").path("scrapedAt").asText()).isNotEmpty();
        assertThat(moved.path("finalUrl").asText()).isEqualTo(site.url("/a"));
        assertThat(moved.path("rawHtml").asText()).startsWith("<nav>menu</nav>");
    }

    @Test
    void prices() {
        site.page("/", "<a href='/a'>a</a>");
        ObjectNode extraction = body().put("cache", false);
        extraction.putObject("extract").put("prompt", "nothing that the page has");

        JsonNode failedExtraction = api.read(extraction).data();
        JsonNode premiumCrawl = api.ended(api.job(
                JsonNodes.object().put("url", site.url("/")).put("maxPages", 2).put("proxyMode", "premium")));
        JsonNode premiumBatch = api.ended(api.job(Api.batch(site.url("/a")).put("proxyMode", "premium")));

        assertThat(failedExtraction.path("extracted").isNull()).isTrue();
        assertThat(failedExtraction.path("credits").asInt())
                .as("an extraction that failed is charged")
                .isEqualTo(1);
        assertThat(premiumCrawl.path("creditsUsed").asInt()).isEqualTo(2);
        assertThat(premiumBatch.path("creditsUsed").asInt()).isEqualTo(3);
        assertThat(api.get("/v1/usage/credits").data().path("used").asInt()).isEqualTo(6);
    }

    @Test
    void aDiscoveryReturnsUrlsWithoutContent_forOneCredit() {
        site.page("/", "<a href='/a'>a</a><a href='/b'>b</a><a href='/broken'>c</a>")
                .page("/broken", 500, "text/html", "");

        JsonNode job = api.ended(api.job(
                JsonNodes.object().put("url", site.url("/")).put("maxDepth", 1).put("scrape", false)));

        assertThat(job.path("mode").asText()).isEqualTo("crawl");
        assertThat(job.path("results")).hasSize(4);
        for (JsonNode page : job.path("results")) {
            assertThat(page.path("url").asText()).startsWith(site.url("/"));
            assertThat(page.has("markdown") || page.has("html") || page.has("rawHtml") || page.has("screenshot"))
                    .isFalse();
        }
        assertThat(job.path("creditsUsed").asInt()).isEqualTo(1);
        assertThat(api.get("/v1/usage/credits").data().path("used").asInt()).isEqualTo(1);
    }

    @Test
    void aDiscoveryWhoseFirstPageFailsIsFree() {
        site.page("/broken", 500, "text/html", "");

        JsonNode job = api.ended(api.job(JsonNodes.object()
                .put("url", site.url("/broken"))
                .put("maxDepth", 1)
                .put("scrape", false)));

        assertThat(job.path("creditsUsed").asInt(-1)).isZero();
    }
}
