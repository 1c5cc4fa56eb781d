package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.ApiKey;
import dev.reader.client.internal.http.Settings;
import dev.reader.client.internal.http.StreamSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** Messages, strings and log lines never contain the key; the log has one useful line per attempt. */
class SecretsTest extends MockServerTest {

    @Test
    void key_isInNoException_evenIfServerEchoesIt() {
        reader = client(builder().maxRetries(1));
        String repeated = "{\"success\": false, \"error\": {\"code\": \"unauthenticated\", \"message\": \"no key " + KEY
                + "\", \"details\": {\"key\": \"" + KEY + "\"}, \"docsUrl\": \"https://x.example/?k=" + KEY + "\"}}";
        answer(
                Answers.json(401, repeated).build(),
                Answers.json(502, "<html>" + KEY + "</html>").build(),
                Answers.json(502, "<html>" + KEY + "</html>").build(),
                Answers.json(200, "{\"data\": " + KEY + "}").build(),
                Answers.json(200, "{\"data\": {\"url\": [\"" + KEY + "\"]}}").build(),
                new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "https://x.example/?k=" + KEY)
                        .build(),
                new MockResponse.Builder()
                        .onRequestStart(new SocketEffect.CloseSocket())
                        .build(),
                new MockResponse.Builder()
                        .onRequestStart(new SocketEffect.CloseSocket())
                        .build());

        List<ReaderException> failures = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            failures.add(catchThrowableOfType(ReaderException.class, () -> reader.scrape("https://example.com/")));
        }

        assertThat(failures).doesNotContainNull();
        for (ReaderException failure : failures) {
            assertThat(Texts.of(failure)).doesNotContain(KEY);
            if (failure instanceof ReaderApiException api) {
                assertThat(api.body()).doesNotContain(KEY);
                assertThat(api.response().toString()).doesNotContain(KEY);
                assertThat(String.valueOf(api.details())).doesNotContain(KEY);
            }
        }
    }

    @Test
    void key_isInNoToString() {
        Settings settings = new Settings(
                HttpUrl.get("https://api.reader.dev"),
                ApiKey.of("apiKey", KEY),
                Map.of(),
                Duration.ZERO,
                null,
                0,
                Duration.ZERO,
                Duration.ZERO,
                1,
                new StreamSettings(Duration.ZERO, Duration.ZERO),
                () -> 0);

        assertThat(settings.toString()).contains("[api key]").doesNotContain(KEY);
        assertThat(ScrapeRequest.builder("https://example.com/")
                        .idempotencyKey("order-17")
                        .build())
                .hasToString("ScrapeRequest{url=https://example.com/}");
    }

    @Test
    void log_hasOneDebugLinePerRequest_withoutKey() throws IOException {
        reader = client(builder().jitter(() -> 0));
        try (LogCapture.Lines log = LogCapture.open()) {
            answer(
                    Answers.rateLimited(Duration.ofSeconds(2)),
                    Answers.page(),
                    Answers.json(401, Answers.errorBody("unauthenticated", "{\"key\": \"" + KEY + "\"}"))
                            .build(),
                    Answers.json(200, KEY).build());

            reader.scrape("https://example.com/");
            assertThatThrownBy(() -> reader.scrape("https://example.com/")).isInstanceOf(ReaderException.class);
            assertThatThrownBy(() -> reader.scrape("https://example.com/")).isInstanceOf(ReaderException.class);
            int free = freePort();
            AnyReader nowhere =
                    client(builder().baseUrl("http://127.0.0.1:" + free).maxRetries(0));
            assertThatThrownBy(() -> nowhere.scrape("https://example.com/")).isInstanceOf(ReaderException.class);
            reader.close();

            assertThat(log.all()).noneMatch(line -> line.text().contains(KEY));
            assertThat(log.all()).noneMatch(line -> line.level().toInt() > Level.DEBUG.toInt());
            List<String> lines = log.texts(Level.DEBUG);
            assertThat(lines)
                    .anySatisfy(line ->
                            assertThat(line).matches("POST /v1/read returned 429, attempt 1, [0-9]+ ms, request req_1"))
                    .contains("POST /v1/read is retried in 2000 ms")
                    .anySatisfy(line ->
                            assertThat(line).matches("POST /v1/read returned 200, attempt 2, [0-9]+ ms, request req_1"))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("POST /v1/read failed, attempt 1, ")
                            .contains("Connect"));
        }
    }

    @Test
    void key_isSentToConfiguredOriginOnly() throws IOException {
        OkHttpClient follows = new OkHttpClient.Builder()
                .followRedirects(true)
                .followSslRedirects(true)
                .build();
        try (mockwebserver3.MockWebServer elsewhere = new mockwebserver3.MockWebServer()) {
            elsewhere.start();
            elsewhere.enqueue(Answers.page());
            answer(new MockResponse.Builder()
                    .code(307)
                    .addHeader("Location", elsewhere.url("/"))
                    .build());

            assertThatThrownBy(() -> client(builder().httpClient(follows)).scrape("https://example.com/"))
                    .isInstanceOf(ReaderException.class);

            assertThat(elsewhere.getRequestCount()).isZero();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
