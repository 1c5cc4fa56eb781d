package dev.reader.examples.local.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.Api;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.MutableClock;
import dev.reader.examples.local.TestSite;
import dev.reader.examples.local.TestWebhookReceiver;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhooksTest {
    private static final String SECRET = "0123456789abcdef";

    private final MutableClock clock = new MutableClock();
    private TestSite site;
    private LocalReader reader;
    private Api api;

    @BeforeEach
    void startSite() throws IOException {
        site = new TestSite();
        start(LocalReader.builder().allowPrivateNetworks());
    }

    @AfterEach
    void stop() {
        reader.close();
        site.close();
    }

    private void start(LocalReader.Builder builder) {
        if (reader != null) {
            reader.close();
        }
        reader = builder.clock(clock).webhookPause(Duration.ZERO).start();
        api = new Api(reader);
    }

    private static ObjectNode webhook(String url, String... events) {
        ObjectNode body = JsonNodes.object().put("url", url).put("name", "mine");
        body.set("events", JsonNodes.strings(List.of(events)));
        return body;
    }

    private JsonNode create(ObjectNode webhook) {
        Api.Response response = api.post("/v1/webhooks", webhook.toString());
        assertThat(response.status()).as(response.body()).isEqualTo(201);
        return response.data();
    }

    /** Polls the first webhook's statistics until they match. */
    private JsonNode stats(Predicate<JsonNode> expected) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        JsonNode stats = JsonNodes.object();
        while (System.nanoTime() < deadline) {
            stats = api.get("/v1/webhooks").data().path(0).path("deliveryStats");
            if (expected.test(stats)) {
                return stats;
            }
        }
        throw new AssertionError("the statistics remain " + stats);
    }

    @Test
    void returnsTheSecretOnlyOnCreation() {
        ObjectNode body =
                webhook("https://example.com/hook", "job.page", "job.completed").put("secret", SECRET);
        body.putObject("headers").put("x-tenant", "7");

        JsonNode created = create(body);
        Api.Response list = api.get("/v1/webhooks");
        Api.Response patched = api.patch("/v1/webhooks/" + created.path("id").asText(), "{\"name\":\"other\"}");

        assertThat(created.path("secret").asText()).isEqualTo(SECRET);
        assertThat(created.path("events").toString()).isEqualTo("[\"job.completed\",\"job.page\"]");
        assertThat(created.path("headers").path("x-tenant").asText()).isEqualTo("7");
        assertThat(created.path("active").asBoolean()).isTrue();
        JsonNode stats = created.path("deliveryStats");
        assertThat(stats.path("totalAttempts").asInt(-1)).isZero();
        assertThat(stats.path("lastDeliveryAt").isNull()).isTrue();
        assertThat(stats.path("lastDeliveryStatus").isNull()).isTrue();
        assertThat(list.json().path("pagination").path("total").asInt()).isEqualTo(1);
        assertThat(list.body()).doesNotContain(SECRET);
        assertThat(patched.data().path("name").asText()).isEqualTo("other");
        assertThat(patched.body()).doesNotContain(SECRET);
    }

    @Test
    void allowsTenWebhooks_andDeletingFreesASlot() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(create(webhook("https://example.com/" + i, "job.page"))
                    .path("id")
                    .asText());
        }

        Api.Response eleventh = api.post(
                "/v1/webhooks", webhook("https://example.com/", "job.page").toString());
        assertThat(eleventh.code()).isEqualTo("conflict");
        assertThat(eleventh.details().path("limit").asInt()).isEqualTo(10);
        Api.Response page = api.get("/v1/webhooks?skip=8&limit=5");
        assertThat(page.data()).hasSize(2);

        Api.Response deleted = api.delete("/v1/webhooks/" + ids.get(0));
        assertThat(deleted.data()).isEqualTo(JsonNodes.object().put("id", ids.get(0)));
        assertThat(api.delete("/v1/webhooks/" + ids.get(0)).code()).isEqualTo("not_found");
        create(webhook("https://example.com/", "job.page"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'n','events':['job.page']}                                                   | url",
                "{'url':'http://example.com','name':'n','events':['job.page']}                        | url",
                "{'url':'ftp://example.com','name':'n','events':['job.page']}                         | url",
                "{'url':'https://example.com','events':['job.page']}                                  | name",
                "{'url':'https://example.com','name':'','events':['job.page']}                        | name",
                "{'url':'https://example.com','name':'n','events':[]}                                 | events",
                "{'url':'https://example.com','name':'n','events':['job.page','job.x']}               | events.1",
                "{'url':'https://example.com','name':'n','events':['job.page'],'secret':'short'}      | secret",
                "{'url':'https://example.com','name':'n','events':['job.page'],'headers':{'host':'a'}}| headers.host",
                "{'url':'https://example.com','name':'n','events':['job.page'],'headers':{'a':1}}     | headers.a",
            })
    void namesTheInvalidField(String body, String path) {
        Api.Response response = api.post("/v1/webhooks", body.replace('\'', '"'));

        assertThat(response.code()).isEqualTo("invalid_request");
        assertThat(response.details().path("issues").path(0).path("path").asText())
                .isEqualTo(path);
    }

    @Test
    void invalidPatchChangesNothing() {
        String id =
                create(webhook("https://example.com/", "job.page")).path("id").asText();

        assertThat(api.patch("/v1/webhooks/" + id, "{\"name\":\"x\",\"events\":[]}")
                        .status())
                .isEqualTo(400);
        assertThat(api.get("/v1/webhooks").data().path(0).path("name").asText()).isEqualTo("mine");
        assertThat(api.patch("/v1/webhooks/none", "{}").code()).isEqualTo("not_found");
    }

    @Test
    void deliveryIsSignedAndHasTheDocumentedHeaders() throws Exception {
        try (TestWebhookReceiver receiver = new TestWebhookReceiver()) {
            ObjectNode body = webhook(receiver.url(), "job.completed").put("secret", SECRET);
            body.putObject("headers").put("x-tenant", "7").put("x-reader-event", "forged");
            create(body);

            String id = api.job(Api.batch(site.url("/a"), site.url("/b")));
            TestWebhookReceiver.Delivery delivery = receiver.next();

            assertThat(delivery.method()).isEqualTo("POST");
            assertThat(delivery.header("Content-type")).isEqualTo("application/json");
            assertThat(delivery.header("User-agent")).isEqualTo("Reader-Webhook/1.0");
            assertThat(delivery.header("X-reader-event")).isEqualTo("job.completed");
            assertThat(delivery.header("X-reader-delivery")).hasSize(36);
            assertThat(delivery.header("X-tenant")).isEqualTo("7");
            String timestamp = delivery.header("X-reader-timestamp");
            assertThat(timestamp).isEqualTo(Long.toString(clock.instant().getEpochSecond()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + "." + delivery.body()).getBytes(StandardCharsets.UTF_8));
            assertThat(delivery.header("X-reader-signature"))
                    .isEqualTo("sha256=" + HexFormat.of().formatHex(mac.doFinal()));
            JsonNode payload = delivery.json();
            assertThat(payload.path("jobId").asText()).isEqualTo(id);
            assertThat(payload.path("status").asText()).isEqualTo("completed");
            JsonNode stats = stats(found -> found.path("totalAttempts").asInt() == 1);
            assertThat(stats.path("lastDeliveryStatus").numberValue()).isEqualTo(200);
            assertThat(stats.path("lastDeliveryAt").asText()).isEqualTo("2026-03-10T12:00:00Z");
        }
    }

    @Test
    void webhookOfAJobReceivesAllEventsOfThisJobOnly() throws Exception {
        try (TestWebhookReceiver receiver = new TestWebhookReceiver()) {
            site.page("/broken", 500, "text/html", "");
            ObjectNode body = Api.batch(site.url("/a"), site.url("/broken"));
            body.putObject("webhook").put("url", receiver.url());
            api.ended(api.job(Api.batch(site.url("/other"))));

            String id = api.job(body);

            List<String> events = new ArrayList<>();
            List<String> errors = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                TestWebhookReceiver.Delivery delivery = receiver.next();
                JsonNode payload = delivery.json();
                assertThat(payload.path("jobId").asText()).isEqualTo(id);
                assertThat(delivery.headers()).doesNotContainKey("X-reader-signature");
                events.add(delivery.header("X-reader-event"));
                errors.add(payload.path("error").asText());
            }
            assertThat(events).containsExactlyInAnyOrder("job.started", "job.page", "job.page", "job.completed");
            assertThat(errors)
                    .filteredOn(error -> !error.isEmpty())
                    .singleElement()
                    .asString()
                    .contains("500");
            assertThat(receiver.waiting()).isZero();
        }
    }

    @Test
    void failedJobReportsItsError() throws Exception {
        try (TestWebhookReceiver receiver = new TestWebhookReceiver()) {
            create(webhook(receiver.url(), "job.failed"));
            reader.faults().add("fail-job");

            api.job(Api.batch(site.url("/a"), site.url("/b")).put("batchConcurrency", 1));

            TestWebhookReceiver.Delivery delivery = receiver.next();
            assertThat(delivery.header("X-reader-event")).isEqualTo("job.failed");
            assertThat(delivery.json().path("error").asText())
                    .isEqualTo("The job failed because of the fault fail-job");
        }
    }

    @Test
    void reportsLowCreditsOnce() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks().credits(20));
        try (TestWebhookReceiver receiver = new TestWebhookReceiver()) {
            create(webhook(receiver.url(), "credit.low"));
            for (int i = 0; i < 20; i++) {
                api.scrape(site.url("/" + i));
            }

            TestWebhookReceiver.Delivery delivery = receiver.next();
            assertThat(delivery.json().path("balance").asInt()).isEqualTo(1);
            stats(found -> found.path("totalAttempts").asInt() == 1);
            assertThat(receiver.waiting()).isZero();
        }
    }

    @Test
    void deliveryIsAttemptedThreeTimesWithOneId() throws Exception {
        try (TestWebhookReceiver receiver = new TestWebhookReceiver(500, 302, 400)) {
            create(webhook(receiver.url(), "job.completed"));
            api.job(Api.batch(site.url("/a")));

            List<String> ids = List.of(
                    receiver.next().header("X-reader-delivery"),
                    receiver.next().header("X-reader-delivery"),
                    receiver.next().header("X-reader-delivery"));
            JsonNode stats = stats(found -> found.path("failedDeliveries").asInt() == 1);

            assertThat(ids).containsOnly(ids.get(0));
            assertThat(stats.path("totalAttempts").asInt()).isEqualTo(3);
            assertThat(stats.path("lastDeliveryStatus").numberValue()).isEqualTo(400);
            assertThat(receiver.waiting()).isZero();
        }
    }

    @Test
    void deliveryThatSucceedsOnTheLastAttemptHasNotFailed() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks().deliveryIdPerAttempt(true));
        try (TestWebhookReceiver receiver = new TestWebhookReceiver(503, 503)) {
            create(webhook(receiver.url(), "job.completed"));
            api.job(Api.batch(site.url("/a")));

            List<String> ids = List.of(
                    receiver.next().header("X-reader-delivery"),
                    receiver.next().header("X-reader-delivery"),
                    receiver.next().header("X-reader-delivery"));
            JsonNode stats = stats(found -> found.path("totalAttempts").asInt() == 3);

            assertThat(ids).as("one id for each attempt").doesNotHaveDuplicates();
            assertThat(stats.path("failedDeliveries").asInt(-1)).isZero();
            assertThat(stats.path("lastDeliveryStatus").numberValue()).isEqualTo(200);
        }
    }

    @Test
    void receiverThatTimesOutHasFailed() throws Exception {
        start(LocalReader.builder().allowPrivateNetworks().webhookTimeout(Duration.ofMillis(50)));
        try (TestWebhookReceiver receiver = new TestWebhookReceiver(TestWebhookReceiver.SILENCE)) {
            create(webhook(receiver.url(), "job.completed"));
            api.job(Api.batch(site.url("/a")));

            receiver.next();
            receiver.next();

            assertThat(stats(found -> found.path("totalAttempts").asInt() >= 2)
                            .path("failedDeliveries")
                            .asInt(-1))
                    .isZero();
        }
    }

    @Test
    void inactiveWebhookReceivesNothing_untilItIsReactivated() throws Exception {
        try (TestWebhookReceiver receiver = new TestWebhookReceiver()) {
            String id =
                    create(webhook(receiver.url(), "job.completed")).path("id").asText();
            assertThat(api.patch("/v1/webhooks/" + id, "{\"active\":false}")
                            .data()
                            .path("active")
                            .asBoolean(true))
                    .isFalse();
            api.ended(api.job(Api.batch(site.url("/a"))));
            api.patch("/v1/webhooks/" + id, "{\"active\":true}");
            String delivered = api.job(Api.batch(site.url("/b")));

            assertThat(receiver.next().json().path("jobId").asText()).isEqualTo(delivered);
            assertThat(stats(found -> found.path("totalAttempts").asInt() == 1)).isNotNull();
        }
    }

    @Test
    void deliveryCanBeDropped() throws Exception {
        try (TestWebhookReceiver receiver = new TestWebhookReceiver()) {
            create(webhook(receiver.url(), "job.completed"));
            reader.faults().add("lose-delivery:1@/hook");
            api.ended(api.job(Api.batch(site.url("/a"))));
            String delivered = api.job(Api.batch(site.url("/b")));

            assertThat(receiver.next().json().path("jobId").asText()).isEqualTo(delivered);
        }
    }

    @Test
    void validatesTheWebhookOfAJob() {
        ObjectNode body = Api.batch(site.url("/a"));
        body.putObject("webhook").put("url", "http://example.com").put("secret", "short");

        Api.Response response = api.read(body);

        assertThat(response.code()).isEqualTo("invalid_request");
        assertThat(response.details().path("issues"))
                .extracting(issue -> issue.path("path").asText())
                .containsExactly("webhook.url", "webhook.secret");
    }
}
