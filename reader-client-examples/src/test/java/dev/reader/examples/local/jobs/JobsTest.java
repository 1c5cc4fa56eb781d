package dev.reader.examples.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.Api;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.SampleSite;
import dev.reader.examples.local.TestSite;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsTest {
    private final LocalReader reader = LocalReader.builder()
            .allowPrivateNetworks()
            .slowPageDelay(Duration.ZERO)
            .start();
    private final Api api = new Api(reader);
    private TestSite site;

    @BeforeEach
    void startSite() throws IOException {
        site = new TestSite();
    }

    @AfterEach
    void stop() {
        reader.close();
        site.close();
    }

    private static List<String> urls(JsonNode job) {
        List<String> urls = new ArrayList<>();
        job.path("results").forEach(page -> urls.add(page.path("url").asText()));
        return urls;
    }

    @Test
    void crawlFindsTheWholeSampleSite_andRetriesOnlyFailedPages() {
        String id = api.job(JsonNodes.object().put("url", reader.siteUrl()).put("maxDepth", 3));

        JsonNode job = api.ended(id);
        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.path("mode").asText()).isEqualTo("crawl");
        assertThat(job.path("error").isNull()).isTrue();
        assertThat(job.path("startedAt").asText()).isNotEmpty();
        assertThat(job.path("completedAt").asText()).isNotEmpty();
        assertThat(urls(job))
                .doesNotHaveDuplicates()
                .hasSize(17)
                .contains(reader.siteUrl(), reader.site().url(SampleSite.SLOW_PAGE))
                .allMatch(url -> url.startsWith(reader.siteUrl()));
        assertThat(failed(job))
                .containsExactlyInAnyOrder(
                        reader.site().url(SampleSite.FLAKY_PAGE), reader.site().url(SampleSite.MISSING_PAGE));
        assertThat(job.path("creditsUsed").asInt()).isEqualTo(15);

        Api.Response retry = api.post("/v1/jobs/" + id + "/retry", "");
        assertThat(retry.status()).isEqualTo(200);
        assertThat(retry.data().path("id").asText()).isEqualTo(id);
        assertThat(retry.data().path("status").asText()).isEqualTo("queued");
        assertThat(retry.data().path("retrying").asInt()).isEqualTo(2);

        JsonNode retried = api.ended(id);
        assertThat(failed(retried)).containsExactly(reader.site().url(SampleSite.MISSING_PAGE));
        assertThat(retried.path("completed").asInt()).isEqualTo(17);
        assertThat(retried.path("creditsUsed").asInt()).isEqualTo(16);
    }

    private static List<String> failed(JsonNode job) {
        List<String> failed = new ArrayList<>();
        for (JsonNode page : job.path("results")) {
            if (page.has("error")) {
                failed.add(page.path("url").asText());
            }
        }
        return failed;
    }

    @Test
    void crawlStaysOnItsHostAndWithinDepthAndPages() {
        site.page(
                        "/",
                        "<a href='/a'>a</a> <a href='/b#x'>b</a> <a href='/b'>b</a> <a href='/pic.png'>p</a>"
                                + " <a href='mailto:x@y'>m</a> <a href='" + reader.siteUrl() + "'>other</a>")
                .page("/a", "<a href='/a/deep'>deep</a>")
                .page("/b", "<a href='/a'>a</a>");

        JsonNode shallow =
                api.ended(api.job(JsonNodes.object().put("url", site.url("/")).put("maxDepth", 1)));
        JsonNode deep =
                api.ended(api.job(JsonNodes.object().put("url", site.url("/")).put("maxDepth", 2)));
        JsonNode few =
                api.ended(api.job(JsonNodes.object().put("url", site.url("/")).put("maxPages", 2)));

        assertThat(urls(shallow)).containsExactlyInAnyOrder(site.url("/"), site.url("/a"), site.url("/b"));
        assertThat(urls(deep)).contains(site.url("/a/deep")).hasSize(4);
        assertThat(few.path("total").asInt()).isEqualTo(2);
    }

    @Test
    void batchReadsEveryUrl_includingDuplicates() {
        ObjectNode body = Api.batch(site.url("/a"), site.url("/b"), site.url("/a"));
        Api.Response created = api.read(body);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().path("mode").asText()).isEqualTo("batch");
        assertThat(created.data().path("total").asInt()).isEqualTo(3);
        JsonNode job = api.ended(created.data().path("id").asText());
        assertThat(urls(job)).containsExactlyInAnyOrder(site.url("/a"), site.url("/b"), site.url("/a"));
    }

    @Test
    void paginatesResults() {
        String[] urls = new String[45];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = site.url("/" + i);
        }
        String id = api.job(Api.batch(urls));
        api.ended(id);

        Api.Response first = api.get("/v1/jobs/" + id);
        Api.Response second =
                api.get(first.json().path("pagination").path("next").asText());
        Api.Response third =
                api.get(second.json().path("pagination").path("next").asText());

        assertThat(first.json().path("pagination").path("total").asInt()).isEqualTo(45);
        assertThat(first.json().path("pagination").path("limit").asInt()).isEqualTo(20);
        assertThat(first.json().path("pagination").path("next").asText()).startsWith(reader.baseUrl());
        assertThat(third.json().path("pagination").path("skip").asInt()).isEqualTo(40);
        assertThat(third.json().path("pagination").path("hasMore").asBoolean(true))
                .isFalse();
        assertThat(third.json().path("pagination").has("next")).isFalse();
        List<String> all = new ArrayList<>(urls(first.data()));
        all.addAll(urls(second.data()));
        all.addAll(urls(third.data()));
        assertThat(all).containsExactlyInAnyOrder(urls);
        assertThat(api.get("/v1/jobs/" + id + "?skip=2147483647&limit=100")
                        .data()
                        .path("results"))
                .isEmpty();
    }

    @Test
    void respectsBatchConcurrency_andShowsResultsOfARunningJob() throws InterruptedException {
        ObjectNode body = Api.batch(site.url("/first"), site.url("/held/1"), site.url("/held/2"), site.url("/last"));
        String id = api.job(body.put("batchConcurrency", 2));
        site.awaitHeld(2);

        JsonNode running = api.get("/v1/jobs/" + id).data();
        assertThat(running.path("status").asText()).isEqualTo("processing");
        assertThat(running.path("completed").asInt()).isEqualTo(1);
        assertThat(running.path("completedAt").isNull()).isTrue();
        assertThat(urls(running)).containsExactly(site.url("/first"));
        assertThat(site.requests()).isEqualTo(3);

        site.release();
        assertThat(api.ended(id).path("completed").asInt()).isEqualTo(4);
    }

    @Test
    void cancelledJobKeepsItsResults_andCantBeCancelledAgain() throws InterruptedException {
        String id = api.job(Api.batch(site.url("/first"), site.url("/held/1"), site.url("/never"))
                .put("batchConcurrency", 1));
        site.awaitHeld(1);

        Api.Response cancelled = api.delete("/v1/jobs/" + id);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.data()).isEqualTo(JsonNodes.object().put("id", id).put("status", "cancelled"));
        site.release();

        JsonNode job = api.get("/v1/jobs/" + id).data();
        assertThat(job.path("status").asText()).isEqualTo("cancelled");
        assertThat(urls(job)).containsExactly(site.url("/first"));
        Api.Response again = api.delete("/v1/jobs/" + id);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("conflict");
        assertThat(again.details().path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void retryWithoutFailuresIsInvalid_ofARunningJobAConflict() throws InterruptedException {
        String good = api.job(Api.batch(site.url("/a")));
        api.ended(good);
        String running = api.job(Api.batch(site.url("/held")));
        site.awaitHeld(1);

        assertThat(api.post("/v1/jobs/" + good + "/retry", "").code()).isEqualTo("invalid_request");
        Api.Response tooEarly = api.post("/v1/jobs/" + running + "/retry", "");
        assertThat(tooEarly.code()).isEqualTo("conflict");
        assertThat(tooEarly.details().path("status").asText()).isEqualTo("processing");
    }

    @Test
    void unreachablePagesDoNotFailTheJob() {
        JsonNode job = api.ended(api.job(Api.batch("http://127.0.0.1:1/", site.url("/a"))));

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(failed(job)).containsExactly("http://127.0.0.1:1/");
    }

    @Test
    void failedJobKeepsItsResults() {
        reader.faults().add("fail-job");

        JsonNode job = api.ended(api.job(
                Api.batch(site.url("/a"), site.url("/b"), site.url("/c")).put("batchConcurrency", 1)));

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.path("error").asText()).isNotEmpty();
        assertThat(urls(job)).containsExactly(site.url("/a"));
    }
}
