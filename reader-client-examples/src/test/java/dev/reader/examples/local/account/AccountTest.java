package dev.reader.examples.local.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.local.Api;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.MutableClock;
import dev.reader.examples.local.TestSite;
import dev.reader.examples.local.Tier;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountTest {
    private final MutableClock clock = new MutableClock();
    private final LocalReader reader = LocalReader.builder()
            .allowPrivateNetworks()
            .clock(clock)
            .tier(Tier.PRO)
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

    @Test
    void countsCredits() {
        api.scrape(site.url("/a"));
        api.scrape(site.url("/a"));
        api.read(JsonNodes.object().put("url", site.url("/b")).put("proxyMode", "premium"));

        assertThat(api.get("/v1/usage/credits").data())
                .isEqualTo(JsonNodes.object()
                        .put("balance", 4996)
                        .put("limit", 5000)
                        .put("used", 4)
                        .put("tier", "pro")
                        .put("resetAt", "2026-04-01T00:00:00Z"));
    }

    @Test
    void historyListsPagesNewestFirst() {
        site.page("/broken", 500, "text/html", "");
        api.scrape(site.url("/a"));
        api.scrape(site.url("/a"));
        String job = api.job(Api.batch(site.url("/broken")));
        // a stream costs one request, while polls could exceed the rate limit of a minute that never passes
        assertThat(api.get("/v1/jobs/" + job + "/stream").body()).contains("event: done");
        api.scrape("http://127.0.0.1:1/");

        Api.Response history = api.get("/v1/usage/history?limit=3");

        assertThat(history.json().path("pagination").path("total").asInt()).isEqualTo(4);
        JsonNode unreachable = history.data().path(0);
        assertThat(unreachable.path("url").asText()).isEqualTo("http://127.0.0.1:1/");
        assertThat(unreachable.path("status").asText()).isEqualTo("error");
        assertThat(unreachable.path("error").asText()).contains("refused");
        assertThat(history.data().path(1).path("error").asText()).contains("500");
        JsonNode hit = history.data().path(2);
        assertThat(hit.path("id").asText()).startsWith("use_");
        assertThat(hit.path("status").asText()).isEqualTo("success");
        assertThat(hit.path("cached").asBoolean()).isTrue();
        assertThat(hit.path("credits").asInt(-1)).isZero();
        assertThat(hit.path("proxyMode").isNull()).isTrue();
        assertThat(hit.path("error").isNull()).isTrue();
        assertThat(hit.path("duration").isIntegralNumber()).isTrue();
        assertThat(hit.path("createdAt").asText()).isEqualTo("2026-03-10T12:00:00Z");
    }

    @Test
    void queueReportsActiveJobs() throws InterruptedException {
        api.job(Api.batch(site.url("/held")));
        site.awaitHeld(1);

        assertThat(api.get("/v1/queue/status").data().toString())
                .isEqualTo("{\"activeJobs\":1,\"waitingJobs\":0,\"maxConcurrency\":10}");
    }

    @Test
    void keyIsShownOnce_isAccepted_andCanBeRevoked() {
        Api.Response created = api.post("/v1/api-keys", "{\"name\":\"CI\"}");
        assertThat(created.status()).isEqualTo(201);
        String id = created.data().path("id").asText();
        String key = created.data().path("key").asText();
        assertThat(key).endsWith(created.data().path("last4").asText()).hasSizeGreaterThan(20);
        assertThat(created.data().properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("id", "name", "key", "last4", "createdAt");

        assertThat(status(key)).isEqualTo(200);
        Api.Response list = api.get("/v1/api-keys");
        assertThat(list.data()).hasSize(2);
        assertThat(list.body()).doesNotContain(key).doesNotContain(reader.apiKey());
        JsonNode listed = list.data().path(1);
        assertThat(listed.path("name").asText()).isEqualTo("CI");
        assertThat(listed.path("active").asBoolean()).isTrue();
        assertThat(listed.path("lastUsedAt").asText()).isEqualTo("2026-03-10T12:00:00Z");
        assertThat(listed.path("rateLimit").isNull()).isTrue();
        assertThat(listed.path("expiresAt").isNull()).isTrue();

        assertThat(api.delete("/v1/api-keys/" + id).data())
                .isEqualTo(JsonNodes.object().put("id", id));
        assertThat(api.get("/v1/api-keys").data().path(1).path("active").asBoolean(true))
                .isFalse();
        assertThat(status(key)).isEqualTo(401);
        assertThat(api.delete("/v1/api-keys/none").code()).isEqualTo("not_found");
    }

    @Test
    void keyNeedsNoNameAndNoBody() {
        assertThat(api.post("/v1/api-keys", "").data().path("name").asText()).isNotEmpty();
        assertThat(api.post("/v1/api-keys", "{}").status()).isEqualTo(201);
        assertThat(api.post("/v1/api-keys", "{\"name\":7}").code()).isEqualTo("invalid_request");
    }

    @Test
    void atMostTenKeysAreActive() {
        String id = "";
        for (int i = 0; i < 9; i++) {
            id = api.post("/v1/api-keys", "{}").data().path("id").asText();
        }

        Api.Response eleventh = api.post("/v1/api-keys", "{}");
        api.delete("/v1/api-keys/" + id);
        Api.Response afterRevoking = api.post("/v1/api-keys", "{}");

        assertThat(eleventh.status()).isEqualTo(409);
        assertThat(eleventh.code()).isEqualTo("conflict");
        assertThat(eleventh.details().path("limit").asInt()).isEqualTo(10);
        assertThat(afterRevoking.status()).isEqualTo(201);
    }

    private int status(String key) {
        return Api.send(HttpRequest.newBuilder(URI.create(reader.baseUrl() + "/v1/usage/credits"))
                        .header("x-api-key", key))
                .status();
    }
}
