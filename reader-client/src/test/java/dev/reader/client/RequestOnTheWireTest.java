package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.client.model.Format;
import dev.reader.client.model.ProxyMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP requests that the client sends. */
class RequestOnTheWireTest extends MockServerTest {
    private static final String JOB = Answers.job("job_1", "queued", 0, 2);

    @Test
    void scrape_sendsPostWithKeyUserAgentAndJson() {
        answer(Answers.page());

        reader.scrape("https://example.com/");

        RecordedRequest request = request();
        assertThat(request.getRequestLine()).isEqualTo("POST /v1/read HTTP/1.1");
        assertThat(request.getHeaders().get("x-api-key")).isEqualTo(KEY);
        assertThat(request.getHeaders().get("User-Agent")).matches("reader-client-java/[0-9]\\S* \\(Java [0-9]+\\)");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
        assertThat(json(request)).isEqualTo(Map.of("url", "https://example.com/"));
    }

    @Test
    void scrape_sendsEveryOptionUnderItsJsonName() {
        answer(Answers.page());

        reader.scrape(ScrapeRequest.builder("https://example.com/")
                .formats(Format.MARKDOWN, Format.SCREENSHOT, Format.of("new-one"))
                .onlyMainContent(false)
                .includeTags("main", ".post")
                .excludeTags(List.of("nav"))
                .waitForSelector("#ready")
                .timeout(Duration.ofSeconds(45))
                .proxyMode(ProxyMode.of("stealth"))
                .cache(false)
                .build());

        assertThat(json(request()))
                .isEqualTo(Map.of(
                        "url",
                        "https://example.com/",
                        "formats",
                        List.of("markdown", "screenshot", "new-one"),
                        "onlyMainContent",
                        false,
                        "includeTags",
                        List.of("main", ".post"),
                        "excludeTags",
                        List.of("nav"),
                        "waitForSelector",
                        "#ready",
                        "timeoutMs",
                        45_000,
                        "proxyMode",
                        "stealth",
                        "cache",
                        false));
    }

    @Test
    void scrape_emptyFormats_areSent() {
        answer(Answers.page(), Answers.page());

        reader.scrape(
                ScrapeRequest.builder("https://example.com/").formats(List.of()).build());
        reader.scrape(ScrapeRequest.builder("https://example.com/").formats().build());

        Map<String, Object> body = Map.of("url", "https://example.com/", "formats", List.of());
        assertThat(json(request())).isEqualTo(body);
        assertThat(json(request())).isEqualTo(body);
    }

    @Test
    void crawl_discoverOnly_sendsScrapeFalse() {
        answer(Answers.data(201, JOB));

        reader.createJob(CrawlRequest.builder("https://example.com/")
                .discoverOnly()
                .maxPages(50)
                .build());

        assertThat(json(request())).isEqualTo(Map.of("url", "https://example.com/", "scrape", false, "maxPages", 50));
    }

    @Test
    void batch_sendsUrlsAndBatchOptions() {
        answer(Answers.data(201, JOB));

        reader.createJob(BatchRequest.builder(List.of("https://a.example/", "https://b.example/"))
                .batchConcurrency(3)
                .maxConcurrency(2)
                .build());

        assertThat(json(request()))
                .isEqualTo(Map.of(
                        "urls",
                        List.of("https://a.example/", "https://b.example/"),
                        "batchConcurrency",
                        3,
                        "maxConcurrency",
                        2));
    }

    @Test
    void crawl_withoutLimits_isStillSentAsCrawl() {
        answer(Answers.data(201, JOB), Answers.data(201, JOB));

        reader.createJob(CrawlRequest.of("https://a.example/"));
        reader.createJob(CrawlRequest.builder("https://a.example/").maxPages(5).build());

        assertThat(json(request())).isEqualTo(Map.of("url", "https://a.example/", "maxDepth", 2));
        assertThat(json(request())).isEqualTo(Map.of("url", "https://a.example/", "maxPages", 5));
    }

    @Test
    void read_sendsRandomIdempotencyKeyPerCall() {
        answer(Answers.page(), Answers.page());

        reader.scrape("https://example.com/");
        reader.scrape("https://example.com/");

        String first = request().getHeaders().get("x-idempotency-key");
        String second = request().getHeaders().get("x-idempotency-key");
        assertThat(UUID.fromString(first)).isNotEqualTo(UUID.fromString(second));
    }

    @Test
    void read_sendsConfiguredIdempotencyKey_alsoOnRetry() {
        answer(Answers.error(500, "internal_error"), Answers.data(201, JOB));

        reader.createJob(BatchRequest.builder("https://a.example/")
                .idempotencyKey("order-17")
                .build());

        assertThat(request().getHeaders().values("x-idempotency-key")).containsExactly("order-17");
        assertThat(request().getHeaders().values("x-idempotency-key")).containsExactly("order-17");
    }

    @Test
    void randomIdempotencyKey_isKeptOnRetry() {
        answer(Answers.error(502, "upstream_unavailable"), Answers.page());

        reader.scrape("https://example.com/");

        String first = request().getHeaders().get("x-idempotency-key");
        assertThat(request().getHeaders().get("x-idempotency-key"))
                .isEqualTo(first)
                .isNotBlank();
    }

    @Test
    void jobCalls_sendMethodAndPath_withoutIdempotencyKey() {
        answer(
                Answers.json(200, Answers.jobDetail("job_1", "processing", 0, 1, 5, true))
                        .build(),
                Answers.json(200, Answers.jobDetail("job_1", "processing", 40, 20, 90, true))
                        .build(),
                Answers.data(200, "{\"id\": \"job_1\", \"status\": \"cancelled\"}"),
                Answers.data(200, "{\"id\": \"job_1\", \"status\": \"queued\", \"retrying\": 3}"));

        reader.getJob("job_1");
        reader.getJobResults("job_1", 40, 20);
        reader.cancelJob("job_1");
        reader.retryJob("job_1");

        assertThat(request().getTarget()).startsWith("/v1/jobs/job_1?").contains("skip=1000000000", "limit=1");
        assertThat(request().getTarget()).startsWith("/v1/jobs/job_1?").contains("skip=40", "limit=20");
        RecordedRequest cancel = request();
        assertThat(cancel.getRequestLine()).isEqualTo("DELETE /v1/jobs/job_1 HTTP/1.1");
        RecordedRequest retry = request();
        assertThat(retry.getRequestLine()).isEqualTo("POST /v1/jobs/job_1/retry HTTP/1.1");
        assertThat(retry.getBodySize()).isZero();
        assertThat(retry.getHeaders().get("x-idempotency-key")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', /v1/read",
        "/, /v1/read",
        "/reader, /reader/v1/read",
        "/reader/, /reader/v1/read",
        "/a/b%20c/, /a/b%20c/v1/read",
        "//, //v1/read"
    })
    void baseUrl_mayHavePathWithOrWithoutTrailingSlash(String path, String expected) {
        answer(Answers.page());
        String origin = "http://" + server.getHostName() + ":" + server.getPort();

        client(builder().baseUrl(origin + path)).scrape("https://example.com/");

        assertThat(request().getTarget()).isEqualTo(expected);
    }

    @Test
    void key_isTrimmed() {
        answer(Answers.page());

        client(builder().apiKey(" \t" + KEY + "\r\n")).scrape("https://example.com/");

        assertThat(request().getHeaders().values("x-api-key")).containsExactly(KEY);
    }

    @Test
    void header_isSentWithEveryRequest() {
        answer(Answers.page(), Answers.data(200, "{\"id\": \"job_1\", \"status\": \"cancelled\"}"));
        AnyReader client = client(builder().header("X-Team", "search").header("User-Agent", "mine/1"));

        client.scrape("https://example.com/");
        client.cancelJob("job_1");

        for (int i = 0; i < 2; i++) {
            RecordedRequest request = request();
            assertThat(request.getHeaders().values("x-team")).containsExactly("search");
            assertThat(request.getHeaders().values("user-agent")).containsExactly("mine/1");
        }
    }

    @Test
    void header_setAgainInOtherCase_isReplaced() {
        // several names, because a hash map could keep the order of one or two by chance
        ReaderClient.Builder builder = builder();
        RequestOptions.Builder options = RequestOptions.builder();
        for (int i = 0; i < 10; i++) {
            builder.header("X-Option-" + i, "first").header("x-option-" + i, "second");
            options.header("X-OPTION-" + i, "third");
        }
        answer(Answers.page(), Answers.page());
        AnyReader client = client(builder);

        client.scrape("https://example.com/");
        client.with(options.build()).scrape("https://example.com/");

        RecordedRequest plain = request();
        RecordedRequest view = request();
        for (int i = 0; i < 10; i++) {
            assertThat(plain.getHeaders().values("x-option-" + i)).containsExactly("second");
            assertThat(view.getHeaders().values("x-option-" + i)).containsExactly("third");
        }
    }

    @Test
    void pageUrl_isSentUnchanged() {
        answer(Answers.page());

        reader.scrape(" https://example.com/ä?q=a b#f ");

        assertThat(json(request())).containsEntry("url", "https://example.com/ä?q=a b#f");
    }

    private static Map<String, Object> json(RecordedRequest request) {
        try {
            return new ObjectMapper().readValue(request.getBody().utf8(), new TypeReference<>() {});
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
