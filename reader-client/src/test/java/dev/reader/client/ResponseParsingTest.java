package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.ResponseTooLargeException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobMode;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import dev.reader.client.model.ProxyMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parses documented, future and malformed responses. */
class ResponseParsingTest extends MockServerTest {

    private Page page(String data) {
        answer(Answers.data(200, data));
        return reader.scrape("https://example.com/");
    }

    private Job job(String data) {
        answer(Answers.data(201, data));
        return reader.createJob(BatchRequest.of("https://example.com/"));
    }

    private ReaderProtocolException assertProtocolError(String body) {
        answer(Answers.json(200, body).build());
        int before = server.getRequestCount();
        ReaderProtocolException failure =
                catchThrowableOfType(ReaderProtocolException.class, () -> reader.scrape("https://example.com/"));
        assertThat(failure).isNotNull().hasMessageContaining("POST /v1/read").hasMessageContaining("req_1");
        assertThat(server.getRequestCount()).as("sent once").isEqualTo(before + 1);
        return failure;
    }

    @Test
    void page_withEverything() {
        Page page = page("""
                {"url": "https://example.com/", "finalUrl": "https://example.com/home", "markdown": "# Hi",
                 "html": "<h1>Hi</h1>", "rawHtml": "<html></html>", "screenshot": "iVBORw==", "statusCode": 200,
                 "proxyMode": "premium", "credits": 3, "extracted": {"title": "Hi"}, "error": null,
                 "metadata": {"title": "Hi", "description": "d", "statusCode": 200, "duration": 1234.5,
                   "cached": false, "proxyMode": "premium", "proxyEscalated": true,
                   "scrapedAt": "2026-03-01T12:00:00.123Z", "language": "en"}}""");

        assertThat(page.finalUrl()).isEqualTo("https://example.com/home");
        assertThat(page.markdown()).isEqualTo("# Hi");
        assertThat(page.html()).isEqualTo("<h1>Hi</h1>");
        assertThat(page.rawHtml()).isEqualTo("<html></html>");
        assertThat(page.screenshotPng()).containsExactly(0x89, 'P', 'N', 'G');
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.proxyMode()).isEqualTo(ProxyMode.PREMIUM);
        assertThat(page.credits()).isEqualTo(3);
        assertThat(page.failed()).isFalse();
        PageMetadata metadata = page.metadata();
        assertThat(metadata.duration()).isEqualTo(Duration.ofNanos(1_234_500_000));
        assertThat(metadata.cached()).isFalse();
        assertThat(metadata.proxyEscalated()).isTrue();
        assertThat(metadata.scrapedAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00.123Z"));
        assertThat(metadata.additionalProperties().get("language").asText()).isEqualTo("en");
        assertThat(metadata.extractionError()).isNull();
    }

    @Test
    void page_withUrlOnly() {
        Page page = page("{\"url\": \"https://example.com/\"}");

        assertThat(page.markdown()).isNull();
        assertThat(page.metadata()).isNull();
        assertThat(page.screenshotPng()).isNull();
        assertThat(page.extractedAs(String.class)).isNull();
        assertThat(page.additionalProperties()).isEmpty();
    }

    @Test
    void page_failed() {
        Page page = page("{\"url\": \"https://example.com/\", \"error\": \"dns\"}");

        assertThat(page.failed()).isTrue();
        assertThat(page.error()).isEqualTo("dns");
    }

    @Test
    void unknownFields_areKeptAtEveryLevel() {
        Page page = page("{\"url\": \"u\", \"score\": {\"a\": [1, null]}, \"metadata\": {\"new\": true}}");
        Job job = job("{\"id\": \"j\", \"status\": \"queued\", \"total\": 1, \"completed\": 0, \"region\": \"eu\"}");

        assertThat(page.additionalProperties().get("score").toString()).isEqualTo("{\"a\":[1,null]}");
        assertThat(page.metadata().additionalProperties().get("new").asBoolean())
                .isTrue();
        assertThat(job.additionalProperties().get("region").asText()).isEqualTo("eu");
    }

    @Test
    void unknownStatusAndMode_areKept_andNotTerminal() {
        Job job = job("{\"id\": \"j\", \"status\": \"paused\", \"mode\": \"map\", \"total\": 1, \"completed\": 0}");
        Page page = page("{\"url\": \"u\", \"proxyMode\": \"residential\"}");

        assertThat(job.status()).isEqualTo(JobStatus.of("paused"));
        assertThat(job.status().isTerminal()).isFalse();
        assertThat(job.mode()).isEqualTo(JobMode.of("map"));
        assertThat(page.proxyMode()).isEqualTo(ProxyMode.of("residential"));
    }

    @Test
    void extracted_isBoundToUsersRecord() {
        record Product(String name, Integer price, String missing) {}

        Page page = page("{\"url\": \"u\", \"extracted\": {\"name\": \"Pot\", \"price\": 12, \"colour\": \"red\"}}");

        assertThat(page.extractedAs(Product.class)).isEqualTo(new Product("Pot", 12, null));
    }

    @Test
    void extracted_mismatch_isProtocolErrorWithoutQuote() {
        record Product(int price) {}

        Page page = page("{\"url\": \"u\", \"extracted\": {\"price\": \"call-us-SECRET\"}}");

        assertThatThrownBy(() -> page.extractedAs(Product.class))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("price")
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void extracted_null_hasReason() {
        Page page = page("{\"url\": \"u\", \"extracted\": null, \"metadata\": {\"extraction\": "
                + "{\"extractionError\": \"no schema matched\"}}}");

        assertThat(page.extracted()).isNull();
        assertThat(page.metadata().extractionError()).isEqualTo("no schema matched");
    }

    @Test
    void screenshotOf25Megabytes_isRead() {
        byte[] png = new byte[25 << 20];
        new Random(1).nextBytes(png);

        Page page =
                page("{\"url\": \"u\", \"screenshot\": \"" + Base64.getEncoder().encodeToString(png) + "\"}");

        assertThat(Arrays.equals(page.screenshotPng(), png)).isTrue();
    }

    @Test
    void unknownFieldOf25Megabytes_isRead() {
        Page page = page("{\"url\": \"u\", \"pdf\": \"" + "x".repeat(25 << 20) + "\"}");

        assertThat(page.additionalProperties().get("pdf").textValue()).hasSize(25 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:image/png;base64,iVBORw==", "iVBO\\r\\nRw==\\n", "iVBORw"})
    void screenshot_dataUriOrLinesOrUnpadded_isDecoded(String screenshot) {
        assertThat(page("{\"url\": \"u\", \"screenshot\": \"" + screenshot + "\"}")
                        .screenshotPng())
                .containsExactly(0x89, 'P', 'N', 'G');
    }

    @Test
    void screenshot_malformedBase64_isProtocolError() {
        Page page = page("{\"url\": \"u\", \"screenshot\": \"i\"}");

        assertThatThrownBy(page::screenshotPng).isInstanceOf(ReaderProtocolException.class);
    }

    @Test
    void gzip_isRequestedAndRead() throws IOException {
        Buffer zipped = new Buffer();
        try (okio.BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
            sink.writeUtf8(Answers.envelope("{\"url\": \"u\", \"markdown\": \"" + "text ".repeat(20_000) + "\"}"));
        }
        answer(new MockResponse.Builder()
                .addHeader("Content-Encoding", "gzip")
                .body(zipped)
                .build());

        Page page = reader.scrape("https://example.com/");

        assertThat(page.markdown()).hasSize(100_000);
        assertThat(request().getHeaders().get("Accept-Encoding")).contains("gzip");
    }

    @Test
    void missingContentType_isReadAsUtf8Json() {
        answer(new MockResponse.Builder()
                .body(Answers.envelope("{\"url\": \"u\", \"markdown\": \"größer 漢字 🙂\"}"))
                .build());

        assertThat(reader.scrape("https://example.com/").markdown()).isEqualTo("größer 漢字 🙂");
    }

    @Test
    void envelopeWithoutSuccess_withData_isAccepted() {
        answer(Answers.json(200, "{\"data\": " + Answers.PAGE + "}").build());

        assertThat(reader.scrape("https://example.com/").markdown()).isEqualTo("# Example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "null",
                "{}",
                "[]",
                "42",
                "\"page\"",
                "<html><body>Welcome to the hotel's wifi</body></html>",
                "{\"success\": true}",
                "{\"success\": true, \"data\": null}",
                "{\"success\": true, \"data\": []}",
                "{\"success\": true, \"data\": \"u\"}",
                "{\"success\": true, \"data\": {}}",
                "{\"success\": true, \"data\": {\"url\": null}}",
                "{\"success\": true, \"data\": {\"url\": \"u\"}} trailing",
                "{\"success\": true, \"data\": {\"url\": \"u\"}} {}",
                "{\"success\": true, \"data\": {\"url\": \"u\"}",
            })
    void responseOutsideContract_isProtocolError(String body) {
        assertProtocolError(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\": \"queued\", \"total\": 1, \"completed\": 0}",
                "{\"id\": null, \"status\": \"queued\", \"total\": 1, \"completed\": 0}",
                "{\"id\": \"j\", \"total\": 1, \"completed\": 0}",
                "{\"id\": \"j\", \"status\": null, \"total\": 1, \"completed\": 0}",
                "{\"id\": \"j\", \"status\": \"\", \"total\": 1, \"completed\": 0}",
                "{\"id\": \"j\", \"status\": 2, \"total\": 1, \"completed\": 0}",
                "{\"id\": \"j\", \"status\": \"queued\", \"total\": 1, \"completed\": 0, \"results\": [null]}",
                "{\"id\": \"j\", \"status\": \"queued\", \"total\": 1, \"completed\": 0, \"results\": {}}",
            })
    void malformedJob_isProtocolError(String data) {
        assertThatThrownBy(() -> job(data)).isInstanceOf(ReaderProtocolException.class);
    }

    @Test
    void job_withNullOptionalFields() {
        Job job = job("{\"id\": \"j\", \"status\": \"queued\", \"mode\": null, \"total\": 0, \"completed\": 0, "
                + "\"creditsUsed\": null, \"createdAt\": null, \"startedAt\": null, \"completedAt\": null, "
                + "\"error\": null, \"results\": null}");

        assertThat(job.mode()).isNull();
        assertThat(job.results()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000+00:00", "2026-03-01T14:00:00+02:00"})
    void timesWithOffset_areRead(String time) {
        Job job = job("{\"id\": \"j\", \"status\": \"queued\", \"total\": 0, \"completed\": 0, \"createdAt\": \"" + time
                + "\"}");

        assertThat(job.createdAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Test
    void protocolError_namesPathWithoutQuote() {
        ReaderProtocolException failure =
                assertProtocolError("{\"success\": true, \"data\": {\"url\": [\"SECRETurl\"]}}");

        assertThat(failure).hasMessageContaining("status 200").hasMessageContaining("data.url");
        assertThat(Texts.of(failure)).doesNotContain("SECRETurl");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_isNotFollowed_andDoesNotLeakKey(int status) throws IOException {
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            elsewhere.enqueue(Answers.page());
            answer(new MockResponse.Builder()
                    .code(status)
                    .addHeader("Location", elsewhere.url("/v1/read"))
                    .build());

            assertThatThrownBy(() -> reader.scrape("https://example.com/"))
                    .isInstanceOf(ReaderProtocolException.class)
                    .hasMessageContaining("redirect");

            assertThat(elsewhere.getRequestCount()).isZero();
            assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void redirectOnSameHost_isNotFollowed() {
        answer(
                new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "/v1/other")
                        .build(),
                Answers.page());

        assertThatThrownBy(() -> reader.createJob(BatchRequest.of("https://example.com/")))
                .isInstanceOf(ReaderProtocolException.class);

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void nextLinkOfList_isNotFollowedToOtherOrigin() throws IOException {
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            elsewhere.enqueue(Answers.page());
            answer(
                    Answers.json(
                                    200,
                                    Answers.jobDetail("j", "completed", 0, 2, 3, true)
                                            .replace(
                                                    "\"hasMore\"",
                                                    "\"next\": \"" + elsewhere.url("/v1/jobs/j") + "\", \"hasMore\""))
                            .build(),
                    Answers.json(200, Answers.jobDetail("j", "completed", 2, 1, 3, false))
                            .build());

            assertThat(reader.jobResults("j")).hasSize(3);

            assertThat(elsewhere.getRequestCount()).isZero();
            assertThat(server.getRequestCount()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void responseAboveLimit_failsWithoutRetry(boolean announced) {
        reader = client(builder().maxResponseBytes(10_000));
        String body = Answers.envelope("{\"url\": \"u\", \"markdown\": \"" + "x".repeat(10_000) + "\"}");
        MockResponse.Builder answer = Answers.json(200, body);
        answer(announced ? answer.build() : answer.chunkedBody(body, 1000).build());

        assertThatThrownBy(() -> reader.scrape("https://example.com/"))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("10000 bytes")
                .hasMessageContaining("maxResponseBytes")
                .matches(failure -> ResponseTooLargeException.isCauseOf((ReaderException) failure));

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void responseAtLimit_isAccepted() {
        String body = Answers.envelope(Answers.PAGE) + " ".repeat(2000);
        reader = client(builder().maxResponseBytes(body.length()));
        answer(Answers.json(200, body).build());

        assertThat(reader.scrape("https://example.com/").markdown()).isEqualTo("# Example");
    }

    @Test
    void gzipBomb_isLimitedAfterDecompression() throws IOException {
        Buffer zipped = new Buffer();
        try (okio.BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
            sink.write(new byte[1 << 20]);
        }
        reader = client(builder().maxResponseBytes(100_000));
        answer(new MockResponse.Builder()
                .addHeader("Content-Encoding", "gzip")
                .body(zipped)
                .build());

        assertThatThrownBy(() -> reader.scrape("https://example.com/"))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("maxResponseBytes");
    }

    @Test
    void truncatedResponse_isRetried() {
        answer(truncated(), Answers.page());

        assertThat(reader.scrape("https://example.com/").markdown()).isEqualTo("# Example");

        RecordedRequest first = request();
        assertThat(request().getHeaders().get("x-idempotency-key"))
                .isEqualTo(first.getHeaders().get("x-idempotency-key"));
    }

    @Test
    void responseTruncatedOnEveryAttempt_isProtocolError() {
        reader = client(builder().maxRetries(1));
        answer(truncated(), truncated());

        assertThatThrownBy(() -> reader.scrape("https://example.com/"))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("was truncated");
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    private static MockResponse truncated() {
        return Answers.json(200, Answers.envelope("{\"url\": \"u\", \"markdown\": \"" + "x".repeat(50_000) + "\"}"))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();
    }

    @Test
    void toString_isOneLineWithoutContent() {
        Page page = page("{\"url\": \"u\", \"markdown\": \"" + "x".repeat(1000) + "\", \"error\": \"e\"}");
        Job job = job("{\"id\": \"j\", \"status\": \"failed\", \"total\": 2, \"completed\": 1, \"error\": \"why\"}");

        assertThat(page).hasToString("Page[url=u, statusCode=null, markdown=1000 characters, credits=null, error=e]");
        assertThat(job)
                .hasToString("Job[id=j, status=failed, mode=null, completed=1 of 2, creditsUsed=null, results=0,"
                        + " error=why]");
    }

    @Test
    void body_isReadAsUtf8RegardlessOfCharset() {
        answer(new MockResponse.Builder()
                .addHeader("Content-Type", "application/json; charset=iso-8859-1")
                .body(new Buffer().write(Answers.envelope("{\"url\": \"ü\"}").getBytes(StandardCharsets.UTF_8)))
                .build());

        assertThat(reader.scrape("https://example.com/").url()).isEqualTo("ü");
    }
}
