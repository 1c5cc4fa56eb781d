package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrowserTest {
    private final MutableClock clock = new MutableClock();
    private LocalReader reader;
    private Api api;

    @AfterEach
    void stop() {
        reader.close();
    }

    private void start(LocalReader.Builder builder) {
        reader = builder.clock(clock).start();
        api = new Api(reader);
    }

    private Api.Response screenshot(String url) {
        ObjectNode body = JsonNodes.object().put("url", url);
        body.putArray("formats").add("screenshot");
        return api.read(body);
    }

    @Test
    void withoutABrowserSessionsAndScreenshotsAreUnavailable() {
        start(LocalReader.builder().withoutChromium());

        assertThat(api.post("/v1/sessions", "").code()).isEqualTo("upstream_unavailable");
        assertThat(screenshot(reader.siteUrl()).status()).isEqualTo(502);
        ObjectNode batch = Api.batch(reader.siteUrl());
        batch.putArray("formats").add("screenshot");
        JsonNode job = api.ended(api.job(batch));
        assertThat(job.path("results").path(0).path("error").asText()).contains("browser");
        assertThat(api.get("/v1/usage/credits").data().path("used").asInt(-1)).isZero();
    }

    @Test
    void aBrowserThatDoesNotStartIsUnavailable() {
        Path refusesTheFlags = Path.of(System.getProperty("java.home"), "bin", "java");
        start(LocalReader.builder().chromium(refusesTheFlags));

        assertThat(api.post("/v1/sessions", "").code()).isEqualTo("upstream_unavailable");
        assertThat(screenshot(reader.siteUrl()).code()).isEqualTo("upstream_unavailable");
    }

    @Test
    @RequiresChromium
    void aScreenshotIsAPng() throws IOException {
        start(LocalReader.builder());

        JsonNode page = screenshot(reader.siteUrl()).data();

        byte[] png = Base64.getDecoder().decode(page.path("screenshot").asText());
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(1280);
        assertThat(page.has("markdown")).isFalse();
        assertThat(page.path("credits").asInt()).isEqualTo(1);
    }

    @Test
    @RequiresChromium
    void aSessionIsARealBrowser_chargedByTheMinute() throws Exception {
        start(LocalReader.builder());

        Api.Response created = api.post("/v1/sessions", "{\"maxDurationMs\":120000}");
        assertThat(created.status()).isEqualTo(201);
        JsonNode session = created.data();
        String id = session.path("sessionId").asText();
        assertThat(session.path("token").asText()).isNotEmpty();
        assertThat(session.path("status").asText()).isEqualTo("active");
        assertThat(session.path("createdAt").asText()).isEqualTo("2026-03-10T12:00:00Z");
        assertThat(session.path("expiresAt").asText()).isEqualTo("2026-03-10T12:02:00Z");
        assertThat(browserVersion(session.path("wsEndpoint").asText())).contains("Chrome/");

        assertThat(api.get("/v1/sessions").data()).hasSize(1);
        assertThat(api.get("/v1/sessions").body()).doesNotContain("token");
        assertThat(api.get("/v1/sessions/" + id).data().path("status").asText()).isEqualTo("active");
        clock.advance(Duration.ofSeconds(61));

        assertThat(api.delete("/v1/sessions/" + id).data().toString())
                .isEqualTo("{\"sessionId\":\"" + id
                        + "\",\"status\":\"stopped\",\"durationMs\":61000,\"creditsCharged\":2}");
        assertThat(api.get("/v1/sessions").data()).isEmpty();
        assertThat(api.get("/v1/sessions/" + id).data().path("status").asText()).isEqualTo("stopped");
        assertThat(api.delete("/v1/sessions/" + id).code()).isEqualTo("session_not_found");
        assertThat(api.get("/v1/usage/credits").data().path("used").asInt()).isEqualTo(2);
    }

    @Test
    @RequiresChromium
    void aSessionWhoseTimeIsOverHasExpired() {
        start(LocalReader.builder());
        String id = api.post("/v1/sessions", "{\"maxDurationMs\":60000}")
                .data()
                .path("sessionId")
                .asText();
        clock.advance(Duration.ofSeconds(60));

        assertThat(api.get("/v1/sessions/" + id).data().path("status").asText()).isEqualTo("expired");
        Api.Response expired = api.delete("/v1/sessions/" + id);
        assertThat(expired.status()).isEqualTo(410);
        assertThat(expired.code()).isEqualTo("session_expired");
    }

    @Test
    @RequiresChromium
    void closeEndsTheBrowsers() {
        start(LocalReader.builder());
        api.post("/v1/sessions", "");
        assertThat(browsers()).isPositive();

        reader.close();

        assertThat(browsers()).isZero();
    }

    private static long browsers() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("chrom"))
                .count();
    }

    @Test
    void sessionsAreChecked() {
        start(LocalReader.builder().withoutChromium());

        assertThat(api.post("/v1/sessions", "{\"maxDurationMs\":59999}").code()).isEqualTo("invalid_request");
        assertThat(api.post("/v1/sessions", "{\"maxDurationMs\":3600001}").code())
                .isEqualTo("invalid_request");
        Api.Response unknown = api.get("/v1/sessions/none");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("session_not_found");
    }

    private static String browserVersion(String endpoint) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(endpoint), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        answer.complete(data.toString());
                        return null;
                    }
                })
                .get(20, TimeUnit.SECONDS);
        socket.sendText("{\"id\":1,\"method\":\"Browser.getVersion\"}", true).get(20, TimeUnit.SECONDS);
        String text = answer.get(20, TimeUnit.SECONDS);
        socket.abort();
        return text;
    }
}
