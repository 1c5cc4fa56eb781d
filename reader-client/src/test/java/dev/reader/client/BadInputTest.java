package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.reader.client.model.Format;
import dev.reader.client.model.JobMode;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.ProxyMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid arguments are rejected immediately by an exception that names the argument. */
class BadInputTest {
    private static final String URL = "https://example.com/";

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t\r\n", "\u2003"})
    void key_nullOrBlank(String key) {
        assertRejected("apiKey", () -> ReaderClient.create(key));
        assertRejected("apiKey", () -> ReaderClient.builder().apiKey(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rdr_se\ncret",
                "rdr_se\rcret",
                "rdr_se\u0000cret",
                "rdr_se\tcret",
                "rdr_secretä",
                "rdr_se\u007fcret"
            })
    void key_withInvalidHeaderCharacter_isNotPrinted(String key) {
        assertThatThrownBy(() -> ReaderClient.create(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("apiKey")
                .hasMessageNotContainingAny("rdr_", "secret", "cret");
    }

    @Test
    void key_nullOrBlank_namesTheRemedy() {
        assertThatThrownBy(() -> ReaderClient.create(null))
                .hasMessageStartingWith("apiKey is null; set it to your API key");
        assertThatThrownBy(() -> ReaderClient.create(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("apiKey is blank; set it to your API key");
    }

    @Test
    void key_placeholderThatNothingReplaced() {
        assertThatThrownBy(() -> ReaderClient.create("${READER_API_KEY}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("apiKey is the placeholder ${READER_API_KEY}, which nothing replaced; "
                        + "set the variable that it names");
    }

    @Test
    void key_missing() {
        assertRejected("apiKey", () -> ReaderClient.builder().build());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "  ",
                "api.reader.dev",
                "ftp://api.reader.dev",
                "file:///etc/passwd",
                "ws://api.reader.dev",
                "http://",
                "http:///v1",
                "https://exa mple.com",
                "https://example.com:99999",
                "https://user:pass@example.com",
                "https://user@example.com",
                "https://example.com/?key=1",
                "https://example.com/#top",
                "javascript:alert(1)"
            })
    void baseUrl_invalid(String baseUrl) {
        assertRejected("baseUrl", () -> ReaderClient.builder().baseUrl(baseUrl));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "a/b", "/", "..", ".", "a?b", "a#b", "a b", "a\nb", "a%2fb", "a\\b", "jöb", "a\u0000b"})
    void jobId_invalidAsPathSegment(String id) {
        try (ReaderClient reader = ReaderClient.create("rdr_key")) {
            assertRejected("jobId", () -> reader.getJob(id));
            assertRejected("jobId", () -> reader.getJobResults(id, 0, 10));
            assertRejected("jobId", () -> reader.jobResults(id));
            assertRejected("jobId", () -> reader.waitForJob(id));
            assertRejected("jobId", () -> reader.waitForJob(id, WaitOptions.defaults()));
            assertRejected("jobId", () -> reader.cancelJob(id));
            assertRejected("jobId", () -> reader.retryJob(id));
        }
    }

    @Test
    void clientMethods_nullArguments() {
        try (ReaderClient reader = ReaderClient.create("rdr_key")) {
            assertRejected("url", () -> reader.scrape((String) null));
            assertRejected("request", () -> reader.scrape((ScrapeRequest) null));
            assertRejected("request", () -> reader.read(null));
            assertRejected("request", () -> reader.createJob(null));
            assertRejected("options", () -> reader.waitForJob("job_1", null));
            assertRejected("options", () -> reader.with(null));
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "example.com", "/path", "ftp://example.com/", "http://", "data:text/html,hi"})
    void url_notAbsoluteHttp(String url) {
        assertRejected("url", () -> ScrapeRequest.of(url));
        assertRejected("url", () -> ScrapeRequest.builder(url));
        assertRejected("url", () -> CrawlRequest.of(url));
        assertRejected("urls[1]", () -> BatchRequest.of(Arrays.asList(URL, url)));
        assertRejected("urls[1]", () -> BatchRequest.of(URL, url));
    }

    @Test
    void batch_noUrlsOrTooMany() {
        assertRejected("urls", () -> BatchRequest.of(List.of()));
        assertRejected("urls", () -> BatchRequest.of());
        assertRejected("urls", () -> BatchRequest.of((List<String>) null));
        assertRejected("urls", () -> BatchRequest.of(Collections.nCopies(1001, URL)));
        assertThat(BatchRequest.of(Collections.nCopies(1000, URL)).body().get("urls"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(1000);
    }

    static Stream<Arguments> invalidSettings() {
        return Stream.of(
                setter("timeout", () -> scrape().timeout(null)),
                setter("timeout", () -> scrape().timeout(Duration.ofMillis(999))),
                setter("timeout", () -> scrape().timeout(Duration.ofMillis(120_001))),
                setter("formats", () -> scrape().formats((List<Format>) null)),
                setter("formats[1]", () -> scrape().formats(Format.HTML, null)),
                setter("includeTags", () -> scrape().includeTags()),
                setter("includeTags", () -> scrape().includeTags("main", " ")),
                setter("includeTags[0]", () -> scrape().includeTags((String) null)),
                setter("excludeTags", () -> scrape().excludeTags(List.of())),
                setter("excludeTags", () -> scrape().excludeTags("")),
                setter("waitForSelector", () -> scrape().waitForSelector(null)),
                setter("waitForSelector", () -> scrape().waitForSelector(" ")),
                setter("proxyMode", () -> scrape().proxyMode(null)),
                setter("idempotencyKey", () -> scrape().idempotencyKey(null)),
                setter("idempotencyKey", () -> scrape().idempotencyKey("")),
                setter("idempotencyKey", () -> scrape().idempotencyKey("a\nb")),
                setter("idempotencyKey", () -> scrape().idempotencyKey("ä")),
                setter("idempotencyKey", () -> scrape().idempotencyKey("k".repeat(256))),
                setter("batchConcurrency", () -> BatchRequest.builder(URL).batchConcurrency(0)),
                setter("batchConcurrency", () -> BatchRequest.builder(URL).batchConcurrency(21)),
                setter("maxConcurrency", () -> BatchRequest.builder(URL).maxConcurrency(0)),
                setter("maxConcurrency", () -> CrawlRequest.builder(URL).maxConcurrency(-1)),
                setter("maxDepth", () -> CrawlRequest.builder(URL).maxDepth(0)),
                setter("maxDepth", () -> CrawlRequest.builder(URL).maxDepth(11)),
                setter("maxPages", () -> CrawlRequest.builder(URL).maxPages(0)),
                setter("maxPages", () -> CrawlRequest.builder(URL).maxPages(10_001)),
                setter("timeout", () -> WaitOptions.builder().timeout(null)),
                setter("timeout", () -> WaitOptions.builder().timeout(Duration.ZERO)),
                setter("timeout", () -> WaitOptions.builder().timeout(Duration.ofSeconds(-1))),
                setter("onProgress", () -> WaitOptions.builder().onProgress(null)),
                setter("pollInterval", () -> WaitOptions.builder().pollInterval(null)),
                setter("pollInterval", () -> WaitOptions.builder().pollInterval(Duration.ofMillis(9))),
                setter("pollInterval", () -> WaitOptions.builder().pollInterval(Duration.ofHours(25))),
                setter("timeout", () -> client().timeout(null)),
                setter("timeout", () -> client().timeout(Duration.ZERO)),
                setter("timeout", () -> client().timeout(Duration.ofDays(2))),
                setter("callTimeout", () -> client().callTimeout(null)),
                setter("callTimeout", () -> client().callTimeout(Duration.ZERO)),
                setter("callTimeout", () -> client().callTimeout(Duration.ofDays(2))),
                setter("maxRetries", () -> client().maxRetries(-1)),
                setter("maxRetries", () -> client().maxRetries(101)),
                setter("maxRetryAfter", () -> client().maxRetryAfter(null)),
                setter("maxRetryAfter", () -> client().maxRetryAfter(Duration.ofSeconds(-1))),
                setter("maxRetryAfter", () -> client().maxRetryAfter(Duration.ofDays(2))),
                setter("maxResponseBytes", () -> client().maxResponseBytes(1023)),
                setter("maxResponseBytes", () -> client().maxResponseBytes(3L << 30)),
                setter("httpClient", () -> client().httpClient(null)),
                setter("header name", () -> client().header(null, "v")),
                setter("header name", () -> client().header("", "v")),
                setter("header name", () -> client().header("a b", "v")),
                setter("header name", () -> client().header("a:b", "v")),
                setter("header name", () -> client().header("ä", "v")),
                setter("header x-a", () -> client().header("x-a", null)),
                setter("header x-a", () -> client().header("x-a", "a\r\nb")),
                setter("header X-Api-Key", () -> client().header("X-Api-Key", "other")),
                setter("header x-idempotency-key", () -> client().header("x-idempotency-key", "k")),
                setter("header Content-Type", () -> client().header("Content-Type", "text/plain")),
                setter("header Host", () -> client().header("Host", "elsewhere.example")),
                setter("timeout", () -> RequestOptions.builder().timeout(Duration.ZERO)),
                setter("callTimeout", () -> RequestOptions.builder().callTimeout(Duration.ZERO)),
                setter("maxRetries", () -> RequestOptions.builder().maxRetries(-1)),
                setter("header x-api-key", () -> RequestOptions.builder().header("x-api-key", "k")),
                setter("Format", () -> Format.of(" ")),
                setter("Format", () -> Format.of(null)),
                setter("ProxyMode", () -> ProxyMode.of("")),
                setter("JobStatus", () -> JobStatus.of("")),
                setter("JobMode", () -> JobMode.of("")));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("invalidSettings")
    void setter_invalidValue_namesArgument(String argument, ThrowingCallable call) {
        assertRejected(argument, call);
    }

    @Test
    void setters_acceptLimitsOfTheirRanges() {
        assertThatCode(() -> {
                    scrape().timeout(Duration.ofSeconds(1)).timeout(Duration.ofSeconds(120));
                    scrape().idempotencyKey("k".repeat(255)).build();
                    BatchRequest.builder(URL).batchConcurrency(1).batchConcurrency(20);
                    BatchRequest.builder(URL).maxConcurrency(1).maxConcurrency(Integer.MAX_VALUE);
                    CrawlRequest.builder(URL)
                            .maxDepth(1)
                            .maxDepth(10)
                            .maxPages(1)
                            .maxPages(10_000);
                    client().timeout(Duration.ofMillis(1)).timeout(Duration.ofHours(24));
                    client().callTimeout(Duration.ofMillis(1)).callTimeout(Duration.ofHours(24));
                    client().maxRetries(0).maxRetries(100);
                    client().maxRetryAfter(Duration.ZERO).maxRetryAfter(Duration.ofHours(24));
                    client().maxResponseBytes(1024).maxResponseBytes(Integer.MAX_VALUE - 8);
                    WaitOptions.builder()
                            .timeout(Duration.ofSeconds(Long.MAX_VALUE))
                            .pollInterval(Duration.ofMillis(10));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void getJobResults_invalidRange() {
        try (ReaderClient reader = ReaderClient.create("rdr_key")) {
            assertRejected("skip", () -> reader.getJobResults("job_1", -1, 10));
            assertRejected("limit", () -> reader.getJobResults("job_1", 0, 0));
            assertRejected("limit", () -> reader.getJobResults("job_1", 0, 101));
        }
    }

    @Test
    void environment_missingOrInvalid() {
        assertRejected("READER_API_KEY", () -> ReaderClient.fromEnvironment(Map.of()));
        assertRejected("READER_API_KEY", () -> ReaderClient.fromEnvironment(Map.of("READER_API_KEY", " ")));
        assertRejected("READER_KEY", () -> ReaderClient.fromEnvironment(Map.of("READER_KEY", "a\u0001b")));
        assertRejected(
                "baseUrl",
                () -> ReaderClient.fromEnvironment(Map.of("READER_API_KEY", "rdr_k", "READER_API_URL", "nowhere")));
    }

    @Test
    void requests_copyTheirArguments() {
        List<String> urls = new java.util.ArrayList<>(List.of(URL));
        BatchRequest.Builder builder = BatchRequest.builder(urls);
        BatchRequest request = builder.build();
        urls.add("https://other.example/");
        builder.batchConcurrency(5);

        assertThat(request.body()).isEqualTo(Map.of("urls", List.of(URL)));
        assertThatThrownBy(() -> request.body().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(request.toBuilder().build()).isEqualTo(request).hasSameHashCodeAs(request);
    }

    private static ScrapeRequest.Builder scrape() {
        return ScrapeRequest.builder(URL);
    }

    private static ReaderClient.Builder client() {
        return ReaderClient.builder();
    }

    private static Arguments setter(String argument, ThrowingCallable call) {
        return arguments(argument, call);
    }

    private static void assertRejected(String argument, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(argument);
    }
}
