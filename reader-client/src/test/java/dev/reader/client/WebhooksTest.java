package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reader.client.error.ConflictException;
import dev.reader.client.error.InvalidRequestException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.model.Webhook;
import dev.reader.client.model.WebhookEventType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;

/** Manages webhooks (docs/reader-api.md §5). */
class WebhooksTest extends MockServerTest {
    private static final String SECRET = "whsec_\"SECRET\"_0123";
    private static final String URL = "https://example.com/hooks";
    private static final String FIELDS = "\"url\": \"" + URL + "\", \"name\": \"pages\","
            + " \"events\": [\"job.completed\", \"job.paused\"], \"headers\": {\"X-Team\": \"search-TOKEN\"},"
            + " \"active\": true, \"deliveryStats\": {\"totalAttempts\": 7, \"failedDeliveries\": 1,"
            + " \"lastDeliveryAt\": \"2026-03-01T12:00:00Z\", \"lastDeliveryStatus\": 200},"
            + " \"createdAt\": \"2026-02-01T12:00:00Z\", \"updatedAt\": \"2026-02-02T12:00:00Z\", \"region\": \"eu\"";
    private static final MockResponse LOST = new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket())
            .build();

    private static String webhook(String id) {
        return "{\"id\": \"" + id + "\", " + FIELDS + "}";
    }

    private static WebhookRequest.Builder pages() {
        return WebhookRequest.builder(URL, "pages", WebhookEventType.JOB_COMPLETED, WebhookEventType.of("job.paused"));
    }

    @Test
    void create_returnsSecretOnce() {
        answer(Answers.data(201, "{\"id\": \"wh_1\", \"secret\": \"whsec_\\\"SECRET\\\"_0123\", " + FIELDS + "}"));

        Webhook created = reader.webhooks()
                .create(pages().secret(SECRET).header("X-Team", "search-TOKEN").build());

        assertThat(created.secret()).isEqualTo(SECRET);
        assertThat(created)
                .hasToString("Webhook[id=wh_1, url=https://example.com/hooks, name=pages,"
                        + " events=[job.completed, job.paused], headers=[X-Team], active=true, secret=…]");
        assertThat(requestBody())
                .isEqualTo("{\"url\":\"https://example.com/hooks\",\"name\":\"pages\","
                        + "\"events\":[\"job.completed\",\"job.paused\"],"
                        + "\"secret\":\"whsec_\\\"SECRET\\\"_0123\",\"headers\":{\"X-Team\":\"search-TOKEN\"}}");
    }

    @Test
    void create_ambiguousFailure_isNotRetried() {
        answer(LOST);

        assertThatExceptionOfType(ReaderConnectionException.class)
                .isThrownBy(() -> reader.webhooks().create(pages().build()))
                .satisfies(lost -> assertThat(lost.outcomeUnknown()).isTrue());
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(request().getHeaders().get("x-idempotency-key")).isNull();
    }

    @Test
    void create_throttled_isRetried() {
        answer(Answers.error(429, "rate_limited"), Answers.data(201, webhook("wh_1")));

        assertThat(reader.webhooks().create(pages().build()).id()).isEqualTo("wh_1");
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void create_beyondLimit() {
        answer(Answers.json(409, Answers.errorBody("conflict", "{\"limit\": 10}"))
                .build());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> reader.webhooks().create(pages().build()))
                .satisfies(e -> assertThat(e.limit()).isEqualTo(10));
    }

    @Test
    void create_errorResponseQuotingRequest_omitsSecret() {
        String quoted = "{\"issues\": [{\"path\": \"secret\", \"message\": \"whsec_\\\"SECRET\\\"_0123 is weak\"}]}";
        answer(Answers.json(400, Answers.errorBody("invalid_request", quoted)).build());

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(
                        () -> reader.webhooks().create(pages().secret(SECRET).build()))
                .satisfies(e -> assertThat(Texts.of(e) + e.body() + e.details() + e.issues())
                        .contains("[secret] is weak")
                        .doesNotContain("SECRET"));
    }

    @Test
    void create_malformedResponse_omitsSecret() {
        answer(Answers.data(201, "{\"secret\": \"whsec_0123456789abcdef\"}"));

        assertThatExceptionOfType(ReaderProtocolException.class)
                .isThrownBy(() -> reader.webhooks().create(pages().build()))
                .satisfies(e -> assertThat(Texts.of(e)).contains("id").doesNotContain("0123456789abcdef"));
    }

    @Test
    void list_fetchesPagesLazily() {
        String first =
                IntStream.range(0, 100).mapToObj(i -> webhook("wh_" + i)).collect(Collectors.joining(",", "[", "]"));
        answer(
                Answers.json(200, page(first, 101, 0, true)).build(),
                Answers.json(200, page("[" + webhook("wh_100") + "]", 101, 100, false))
                        .build());

        PagedIterable<Webhook> webhooks = reader.webhooks().list();
        assertThat(server.getRequestCount()).isZero();
        List<Webhook> all = webhooks.stream().toList();

        assertThat(all).hasSize(101);
        assertThat(all.get(100).id()).isEqualTo("wh_100");
        assertThat(request().getRequestLine()).startsWith("GET /v1/webhooks?").contains("skip=0", "limit=100");
        assertThat(request().getRequestLine()).startsWith("GET /v1/webhooks?").contains("skip=100", "limit=100");
    }

    private static String page(String data, int total, int skip, boolean hasMore) {
        return "{\"success\": true, \"data\": " + data + ", \"pagination\": {\"total\": " + total + ", \"skip\": "
                + skip + ", \"limit\": 100, \"hasMore\": " + hasMore + "}}";
    }

    @Test
    void list_readsEveryField() {
        answer(Answers.json(200, page("[" + webhook("wh_1") + ", null]", 1, 0, false))
                .build());

        Webhook webhook = reader.webhooks().list().iterator().next();

        assertThat(webhook.url()).isEqualTo(URL);
        assertThat(webhook.name()).isEqualTo("pages");
        assertThat(webhook.events()).containsExactly(WebhookEventType.JOB_COMPLETED, WebhookEventType.of("job.paused"));
        assertThat(webhook.headers()).isEqualTo(Map.of("X-Team", "search-TOKEN"));
        assertThat(webhook.active()).isTrue();
        assertThat(webhook.deliveryStats()).satisfies(stats -> {
            assertThat(stats.totalAttempts()).isEqualTo(7);
            assertThat(stats.failedDeliveries()).isEqualTo(1);
            assertThat(stats.lastDeliveryAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
            assertThat(stats.lastDeliveryStatus()).isEqualTo(200);
        });
        assertThat(webhook.createdAt()).isEqualTo(Instant.parse("2026-02-01T12:00:00Z"));
        assertThat(webhook.updatedAt()).isEqualTo(Instant.parse("2026-02-02T12:00:00Z"));
        assertThat(webhook.secret()).isNull();
        assertThat(webhook.toString()).endsWith("secret=none]");
        assertThat(webhook.additionalProperties()).containsOnlyKeys("region");
    }

    @Test
    void list_webhooksWithoutDeliveries() {
        answer(Answers.json(
                        200,
                        page(
                                "[{\"id\": \"a\", \"url\": \"u\", \"deliveryStats\": {\"totalAttempts\": 0,"
                                        + " \"failedDeliveries\": 0, \"lastDeliveryAt\": null,"
                                        + " \"lastDeliveryStatus\": null}}, {\"id\": \"b\", \"url\": \"u\"}]",
                                2,
                                0,
                                false))
                .build());

        List<Webhook> webhooks = reader.webhooks().list().stream().toList();

        assertThat(webhooks.get(0).deliveryStats()).satisfies(stats -> {
            assertThat(stats.lastDeliveryAt()).isNull();
            assertThat(stats.lastDeliveryStatus()).isNull();
        });
        assertThat(webhooks.get(1).deliveryStats()).isNull();
        assertThat(webhooks.get(1).events()).isEmpty();
    }

    @Test
    void update_sendsChangedFields_andIsRetried() {
        answer(LOST, Answers.data(200, webhook("wh_1")));

        Webhook updated = reader.webhooks()
                .update(
                        "wh_1",
                        WebhookUpdate.builder()
                                .url("https://example.com/new")
                                .name("new")
                                .events(WebhookEventType.JOB_FAILED)
                                .header("X-Team", "a")
                                .header("X-Other", "b")
                                .active(false)
                                .secret(SECRET)
                                .build());

        assertThat(updated.id()).isEqualTo("wh_1");
        request();
        var sent = request();
        assertThat(sent.getRequestLine()).startsWith("PATCH /v1/webhooks/wh_1 ");
        assertThat(sent.getBody().utf8())
                .isEqualTo("{\"url\":\"https://example.com/new\",\"name\":\"new\",\"events\":[\"job.failed\"],"
                        + "\"headers\":{\"X-Team\":\"a\",\"X-Other\":\"b\"},\"active\":false,"
                        + "\"secret\":\"whsec_\\\"SECRET\\\"_0123\"}");
    }

    @Test
    void delete() {
        answer(Answers.data(200, "{\"id\": \"wh_1\"}"));

        reader.webhooks().delete("wh_1");

        assertThat(request().getRequestLine()).startsWith("DELETE /v1/webhooks/wh_1 ");
    }

    @Test
    void delete_lostResponse_isRetried_andGoneCountsAsSuccess() {
        answer(LOST, Answers.error(404, "not_found"));

        reader.webhooks().delete("wh_1");

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void delete_unknownWebhook() {
        answer(Answers.error(404, "not_found"));

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> reader.webhooks().delete("wh_1"));
    }

    @Test
    void job_sendsItsWebhook() {
        answer(Answers.data(201, "{\"id\": \"job_1\", \"status\": \"queued\", \"total\": 0, \"completed\": 0}"));
        CrawlRequest crawl = CrawlRequest.builder("https://example.com")
                .webhook(JobWebhook.builder(URL)
                        .events(WebhookEventType.JOB_COMPLETED, WebhookEventType.JOB_FAILED)
                        .secret(SECRET)
                        .build())
                .build();

        reader.createJob(crawl);

        assertThat(requestBody())
                .contains("\"webhook\":{\"url\":\"https://example.com/hooks\","
                        + "\"events\":[\"job.completed\",\"job.failed\"],"
                        + "\"secret\":\"whsec_\\\"SECRET\\\"_0123\"}");
        assertThat(crawl.toString()).contains(URL, "job.completed").doesNotContain("SECRET");
        assertThat(crawl.toBuilder().build()).isEqualTo(crawl);
    }

    @Test
    void job_sendsWebhookWithServersDefaults() {
        answer(Answers.data(201, "{\"id\": \"job_1\", \"status\": \"queued\", \"total\": 0, \"completed\": 0}"));

        reader.createJob(BatchRequest.builder("https://example.com")
                .webhook(JobWebhook.of(URL))
                .build());

        assertThat(requestBody()).contains("\"webhook\":{\"url\":\"https://example.com/hooks\"}");
    }

    @Test
    void job_errorResponseQuotingRequest_omitsSecret() {
        answer(Answers.json(400, "whsec_\"SECRET\"_0123").build());

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> reader.createJob(BatchRequest.builder("https://example.com")
                        .webhook(JobWebhook.builder(URL).secret(SECRET).build())
                        .build()))
                .satisfies(e -> assertThat(e.body()).isEqualTo("[secret]"));
    }

    @Test
    void toString_omitsSecret() {
        assertThat(pages().secret(SECRET).header("X-Team", "TOKEN").build())
                .hasToString("WebhookRequest[url=https://example.com/hooks, name=pages,"
                        + " events=[job.completed, job.paused]]");
        assertThat(WebhookUpdate.builder().secret(SECRET).name("SECRETARY").build())
                .hasToString("WebhookUpdate[secret, name]");
        assertThat(JobWebhook.of(URL))
                .hasToString("JobWebhook[url=https://example.com/hooks, events=null, secret=none]");
    }

    @Test
    void invalidArguments_areRejected() {
        assertRejected(() -> WebhookRequest.builder("ftp://example.com", "n", WebhookEventType.JOB_PAGE), "url");
        assertRejected(() -> WebhookRequest.builder(null, "n", WebhookEventType.JOB_PAGE), "url is null");
        assertRejected(() -> WebhookRequest.builder(URL, " ", WebhookEventType.JOB_PAGE), "name is blank");
        assertRejected(
                () -> WebhookRequest.builder(URL, "n".repeat(101), WebhookEventType.JOB_PAGE),
                "length of name must be 1 to 100, but is 101");
        assertRejected(() -> WebhookRequest.builder(URL, "n"), "events is empty");
        assertRejected(() -> WebhookRequest.builder(URL, "n", (WebhookEventType) null), "events[0] is null");
        assertRejected(() -> pages().header("X Team", "a"), "header name contains an invalid character");
        assertRejected(
                () -> pages().header("X-Team", "a\nb"),
                "header X-Team contains a character that is invalid in a header: U+000A at index 1");
        assertRejected(() -> WebhookUpdate.builder().build(), "update is empty");
        assertRejected(() -> WebhookUpdate.builder().events(List.of()), "events is empty");
        assertRejected(() -> WebhookEventType.of(" "), "WebhookEventType is blank");
        assertRejected(() -> JobWebhook.of("/hooks"), "url must be an absolute http or https URL, but is \"/hooks\"");
        assertRejected(() -> JobWebhook.builder(URL).events(), "events is empty");
        assertRejected(() -> new JobWebhook(URL, List.of(), null), "events is empty");
        assertRejected(() -> reader.webhooks().create(null), "request is null");
        assertRejected(
                () -> reader.webhooks()
                        .update("a/b", WebhookUpdate.builder().active(true).build()),
                "webhookId");
        assertRejected(() -> reader.webhooks().update("wh_1", null), "update is null");
        assertRejected(() -> reader.webhooks().delete(""), "webhookId is blank");
    }

    @Test
    void secretOfInvalidLength_isRejectedWithoutPrintingIt() {
        String secret = "only15character";
        for (String invalid : List.of(secret, secret.repeat(18))) {
            String message = "secret must have 16 to 256 characters, but has " + invalid.length();
            assertRejected(() -> pages().secret(invalid), message);
            assertRejected(() -> WebhookUpdate.builder().secret(invalid), message);
            assertRejected(() -> JobWebhook.builder(URL).secret(invalid), message);
            assertRejected(() -> new JobWebhook(URL, null, invalid), message);
        }
    }

    private static void assertRejected(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageStartingWith(message);
    }
}
